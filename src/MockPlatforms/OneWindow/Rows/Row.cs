using System.Text.Json;

namespace ServiceHall.MockPlatforms.OneWindow.Rows;

/// <summary>A well-formed row: the values of its columns one after another, and where each of them ends.</summary>
internal sealed class Row(Table table, string rowGuid, string projectNo, byte[] text, ushort[] ends)
{
    public Table Table => table;

    public string RowGuid => rowGuid;

    public string ProjectNo => projectNo;

    /// <summary>I, U or D.</summary>
    public char Operation => (char)this[table.Operation][0];

    public bool IsDeletion => Operation == 'D';

    /// <summary>The number of the journal entry that took it; 0 before.</summary>
    public long Receipt { get; set; }

    /// <summary>When it was taken, by the province's clock.</summary>
    public DateTimeOffset TakenAt { get; set; }

    /// <summary>The value of a column, empty where it is null, empty or absent.</summary>
    public ReadOnlySpan<byte> this[int column] => text.AsSpan(column == 0 ? 0 : ends[column - 1], Length(column));

    /// <summary>True where every column but the stamps is equal.</summary>
    public bool SameContentAs(Row other)
    {
        var columns = table.ContentColumns;
        return Ends(columns).SequenceEqual(other.Ends(columns)) && Text(columns).SequenceEqual(other.Text(columns));
    }

    /// <summary>Writes the columns that have a value, integers as numbers.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        for (var i = 0; i < table.Columns.Length; i++)
        {
            if (Length(i) > 0)
            {
                json.WritePropertyName(table.Columns[i].Utf8Name);
                WriteValue(json, table.Columns[i].Kind, this[i]);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, ColumnKind kind, ReadOnlySpan<byte> value)
    {
        if (kind == ColumnKind.Int)
        {
            json.WriteRawValue(value, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(value);
        }
    }

    private int Length(int column) => ends[column] - (column == 0 ? 0 : ends[column - 1]);

    private ReadOnlySpan<ushort> Ends(int columns) => ends.AsSpan(0, columns);

    private ReadOnlySpan<byte> Text(int columns) => text.AsSpan(0, ends[columns - 1]);
}
