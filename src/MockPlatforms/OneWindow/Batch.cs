using System.Text.Json;
using System.Text.Unicode;
using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>The rows of one call, read and checked one by one, not yet judged by the books.</summary>
internal sealed record Batch(Table Table, string Name, IReadOnlyList<Candidate> Rows)
{
    /// <summary>Rows in one call.</summary>
    public const int MostRows = 100;

    /// <summary>Characters (code points) of a batch's name.</summary>
    public const int LongestName = 32;

    /// <summary>Reads <c>{"batch":"…","rows":[{…}]}</c>, exactly that; anything else is a sentence that says what is wrong.</summary>
    public static (Batch? Batch, string? Mistake) Read(Table table, ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            return (null, "请求体不是有效的 UTF-8");
        }

        try
        {
            return (ReadEnvelope(table, body), null);
        }
        catch (Exception mistake) when (mistake is JsonException or InvalidOperationException)
        {
            // The reader throws the second kind for a lone surrogate in an escape.
            return (null, "报文格式错误，应为 {\"batch\":\"…\",\"rows\":[{…}]}，批次号 1-32 个字符，1-100 行，字段不得重复");
        }
    }

    private static Batch ReadEnvelope(Table table, ReadOnlySpan<byte> body)
    {
        string? name = null;
        List<Candidate>? rows = null;
        var json = new Utf8JsonReader(body);
        Expect(json.Read() && json.TokenType == JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (name is null && json.ValueTextEquals("batch"u8))
            {
                Expect(json.Read() && json.TokenType == JsonTokenType.String);
                name = json.GetString()!;
            }
            else
            {
                Expect(rows is null && json.ValueTextEquals("rows"u8));
                rows = ReadRows(table, ref json);
            }
        }

        Expect(!json.Read() && name is { Length: > 0 } && name.EnumerateRunes().Count() <= LongestName && rows is { Count: > 0 });
        return new Batch(table, name!, rows!);
    }

    private static List<Candidate> ReadRows(Table table, ref Utf8JsonReader json)
    {
        Expect(json.Read() && json.TokenType == JsonTokenType.StartArray);
        var reader = new RowReader(table);
        var rows = new List<Candidate>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            Expect(json.TokenType == JsonTokenType.StartObject && rows.Count < MostRows);
            rows.Add(reader.Read(ref json));
        }

        return rows;
    }

    private static void Expect(bool held)
    {
        if (!held)
        {
            throw new JsonException("not the form of an envelope");
        }
    }
}
