using System.Text.Json;

namespace ServiceHall.MockPlatforms.OneWindow.Rows;

/// <summary>A table of the exchange. Its columns stand with the content first and the stamps last, so that content is one piece.</summary>
internal sealed class Table
{
    public Table(int number, string name, IReadOnlyList<Column> columns)
    {
        Number = number;
        Name = name;
        Columns = [.. columns.Where(c => !c.IsStamp), .. columns.Where(c => c.IsStamp)];
        ContentColumns = columns.Count(c => !c.IsStamp);
        Operation = IndexOf("cd_operation");
    }

    /// <summary>Where the table stands in <see cref="Tables.All"/>.</summary>
    public int Number { get; }

    public string Name { get; }

    public Column[] Columns { get; }

    public int ContentColumns { get; }

    /// <summary>The column that says I, U or D.</summary>
    public int Operation { get; }

    public int IndexOf(string column) => Array.FindIndex(Columns, c => c.Name == column);

    /// <summary>The column that the property under the reader names, or -1. Looks first where it stood in the row before.</summary>
    public int Find(ref Utf8JsonReader json, int expected)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            var column = (expected + i) % Columns.Length;
            if (json.ValueTextEquals(Columns[column].Utf8Name))
            {
                return column;
            }
        }

        return -1;
    }
}
