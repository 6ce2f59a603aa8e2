using System.Text;
using System.Text.Json;

namespace ServiceHall.MockPlatforms.OneWindow.Rows;

/// <summary>
/// Reads row after row from JSON. One a request: what it needs it keeps for the next row. Of a row's defects it reports one: a required
/// column that is missing (E0203, in the table's order), else the first column sent that does not fit (E0204), else what
/// <see cref="RowRules"/> finds (E0205, E0206).
/// </summary>
internal sealed class RowReader(Table table)
{
    private readonly (int Start, int Length)[] values = new (int Start, int Length)[table.Columns.Length];
    private readonly bool[] named = new bool[table.Columns.Length];
    private readonly bool[] sent = new bool[table.Columns.Length];
    private byte[] scratch = new byte[4096];
    private int used;
    private Defect? unfit;

    /// <summary>Reads the object that the reader stands on.</summary>
    /// <exception cref="JsonException">A column comes twice, or it is not JSON.</exception>
    public Candidate Read(ref Utf8JsonReader json)
    {
        Clear();
        for (var expected = 0; json.Read() && json.TokenType == JsonTokenType.PropertyName;)
        {
            var column = table.Find(ref json, expected);
            ReadColumn(ref json, column);
            expected = column + 1;
        }

        var defect = FirstMissing() ?? unfit;
        var row = defect is null ? Pack() : null;
        return new Candidate
        {
            RowGuid = row?.RowGuid ?? Text(Tables.RowGuid),
            ProjectNo = row?.ProjectNo ?? Text(Tables.ProjectNo),
            Operation = Text(table.Operation),
            Row = row,
            Defect = row is null ? defect : RowRules.Check(row),
        };
    }

    private void Clear()
    {
        Array.Clear(values);
        Array.Clear(named);
        Array.Clear(sent);
        (used, unfit) = (0, null);
    }

    private void ReadColumn(ref Utf8JsonReader json, int column)
    {
        if (column < 0)
        {
            unfit ??= new Defect("E0204", "有未定义的字段");
            json.Read();
            json.Skip();
            return;
        }

        if (named[column])
        {
            throw new JsonException($"the column {table.Columns[column].Name} comes twice");
        }

        named[column] = true;
        json.Read();
        ReadValue(ref json, column);
    }

    private void ReadValue(ref Utf8JsonReader json, int column)
    {
        var isNumber = json.TokenType == JsonTokenType.Number && table.Columns[column].Kind == ColumnKind.Int;
        if (json.TokenType == JsonTokenType.String || isNumber)
        {
            Keep(ref json, column, isNumber);
        }
        else if (json.TokenType != JsonTokenType.Null)
        {
            sent[column] = true;
            unfit ??= Defect.Unfit(table.Columns[column].Name, "的数据类型不正确");
            json.Skip();
        }
    }

    private void Keep(ref Utf8JsonReader json, int column, bool isNumber)
    {
        Reserve(json.ValueSpan.Length);
        var length = isNumber ? Copy(json.ValueSpan) : json.CopyString(scratch.AsSpan(used));
        var value = scratch.AsSpan(used, length);
        sent[column] = length > 0;
        unfit ??= length > 0 ? table.Columns[column].Check(value) : null;
        // 3, "3" and "03" are one version: what is kept is the number.
        var zeros = table.Columns[column].Kind == ColumnKind.Int ? LeadingZeros(value) : 0;
        values[column] = (used + zeros, length - zeros);
        used += length;
    }

    private void Reserve(int length)
    {
        if (scratch.Length - used < length)
        {
            Array.Resize(ref scratch, (scratch.Length * 2) + length);
        }
    }

    private int Copy(ReadOnlySpan<byte> number)
    {
        number.CopyTo(scratch.AsSpan(used));
        return number.Length;
    }

    private static int LeadingZeros(ReadOnlySpan<byte> digits) =>
        digits.IndexOfAnyExcept((byte)'0') is var first and >= 0 ? first : Math.Max(0, digits.Length - 1);

    private Defect? FirstMissing()
    {
        for (var i = 0; i < sent.Length; i++)
        {
            if (!sent[i] && table.Columns[i].Required)
            {
                return Defect.Missing(table.Columns[i].Name);
            }
        }

        return null;
    }

    /// <summary>Fits 16 bits: the widths of a table together stay under 8,192 code points.</summary>
    private Row Pack()
    {
        var text = new byte[used];
        var ends = new ushort[values.Length];
        var end = 0;
        for (var i = 0; i < values.Length; i++)
        {
            scratch.AsSpan(values[i].Start, values[i].Length).CopyTo(text.AsSpan(end));
            end += values[i].Length;
            ends[i] = checked((ushort)end);
        }

        return new Row(table, Text(Tables.RowGuid), Text(Tables.ProjectNo), text, ends);
    }

    private string Text(int column) => Encoding.UTF8.GetString(scratch, values[column].Start, values[column].Length);
}
