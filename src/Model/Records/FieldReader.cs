using System.Text.Json;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Records;

/// <summary>
/// Reads the members of one object and notes every finding on the way: what is missing, of the wrong type, an unknown code, and at the end
/// what nobody asked for. Null and the empty string count as absent.
/// </summary>
public sealed class FieldReader
{
    private readonly Dictionary<string, JsonElement> _unread = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings;
    private readonly string _prefix;

    /// <summary>Begins to read an object.</summary>
    /// <param name="members">The object.</param>
    /// <param name="path">Its path from the record, empty for the record itself.</param>
    /// <param name="findings">Where findings are added.</param>
    public FieldReader(JsonElement members, string path, List<Finding> findings)
    {
        _findings = findings;
        _prefix = path.Length == 0 ? "" : path + ".";
        foreach (var member in members.EnumerateObject())
        {
            _unread[JsonText.NameOf(member)] = member.Value;
        }
    }

    /// <summary>A text, or null where it is absent or not a text.</summary>
    public string? Text(string name, bool required = false)
    {
        if (Take(name, required) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : Wrong<string>(name, "应为文字");
    }

    /// <summary>A text that must be there; the empty string where it is not.</summary>
    public string RequiredText(string name) => Text(name, required: true) ?? "";

    /// <summary>A time in hall time; RFC 3339 with an offset.</summary>
    public DateTimeOffset? Time(string name, bool required = false)
    {
        if (Text(name, required) is not { } text)
        {
            return null;
        }

        if (HallTime.TryParseRfc3339(text, out var time))
        {
            return time;
        }

        _findings.Add(Finding.Of(RuleBook.TimeFormat, _prefix + name));
        return null;
    }

    /// <summary>A date (<c>yyyy-MM-dd</c>) or an instant; a date is the start of its day.</summary>
    public DateTimeOffset? DateOrTime(string name)
    {
        // The first day of the year 1 begins before .NET's time does: like any other instant that is none, it is a finding.
        if (Peek(name) is { Length: 10 } day && HallTime.TryParseRfc3339($"{day}T00:00:00+08:00", out var start))
        {
            _unread.Remove(name);
            return start;
        }

        return Time(name);
    }

    /// <summary>One of the words of a list; an unknown one is a finding, never an empty string.</summary>
    public string? Word(string name, WordList words, bool required = false)
    {
        if (Text(name, required) is not { } word)
        {
            return null;
        }

        if (!words.Contains(word))
        {
            _findings.Add(new Finding(RuleBook.CodeUnknown, _prefix + name, $"“{words.Name}”代码表中没有这个值"));
        }

        return word;
    }

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public int? Whole(string name, int least = 0, bool required = false)
    {
        if (Take(name, required) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least
            ? number
            : Wrong<int?>(name, $"应为不小于 {least} 的整数");
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string name, bool required = false)
    {
        if (Take(name, required) is not { } value)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Wrong<bool?>(name, "应为 true 或 false");
    }

    /// <summary>A nested object, read by <paramref name="read"/>.</summary>
    public T? Object<T>(string name, Func<FieldReader, T> read, bool required = false)
        where T : class
    {
        if (Take(name, required) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object ? ReadAll(value, _prefix + name, read) : Wrong<T>(name, "应为对象");
    }

    /// <summary>A list of objects, each read by <paramref name="read"/>; null where it is absent.</summary>
    public IReadOnlyList<T>? Objects<T>(string name, Func<FieldReader, T> read, bool required = false)
        where T : class
    {
        if (Take(name, required) is not { } list)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return Wrong<IReadOnlyList<T>>(name, "应为数组");
        }

        var items = new List<T>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var path = $"{_prefix}{name}[{index++}]";
            if (item.ValueKind == JsonValueKind.Object)
            {
                items.Add(ReadAll(item, path, read));
            }
            else
            {
                _findings.Add(new Finding(RuleBook.FieldType, path, "应为对象"));
            }
        }

        return items;
    }

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string>? Texts(string name, bool required = false)
    {
        if (Take(name, required) is not { } list)
        {
            return null;
        }

        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(JsonText.Of)]
            : Wrong<IReadOnlyList<string>>(name, "应为文字数组");
    }

    /// <summary>The raw value, or null where it is absent.</summary>
    public JsonElement? Raw(string name, bool required = false) => Take(name, required);

    /// <summary>Adds a finding about one of this object's members.</summary>
    public void Note(Rule rule, string name) => _findings.Add(Finding.Of(rule, _prefix + name));

    /// <summary>Adds the warning about every member that nobody read.</summary>
    public void Finish()
    {
        foreach (var name in _unread.Keys)
        {
            _findings.Add(Finding.Of(RuleBook.FieldUnknown, _prefix + name));
        }
    }

    private T ReadAll<T>(JsonElement value, string path, Func<FieldReader, T> read)
    {
        var nested = new FieldReader(value, path, _findings);
        var result = read(nested);
        nested.Finish();
        return result;
    }

    private JsonElement? Take(string name, bool required)
    {
        if (_unread.Remove(name, out var value) && !IsAbsent(value))
        {
            return value;
        }

        if (required)
        {
            _findings.Add(Finding.Of(RuleBook.FieldRequired, _prefix + name));
        }

        return null;
    }

    private string? Peek(string name) => _unread.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;

    private static bool IsAbsent(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8));

    private T? Wrong<T>(string name, string message)
    {
        _findings.Add(new Finding(RuleBook.FieldType, _prefix + name, message));
        return default;
    }
}
