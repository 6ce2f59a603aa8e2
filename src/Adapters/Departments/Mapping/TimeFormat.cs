using System.Globalization;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>How a department writes times. Without an offset they are hall time. Each form is strict: what does not fit to the character is no time.</summary>
public sealed class TimeFormat
{
    private static readonly TimeFormat[] Six =
    [
        new("yyyy-MM-dd HH:mm:ss", "%Y-%m-%d %H:%M:%S"),
        new("yyyyMMddHHmmss", "%Y%m%d%H%M%S"),
        new("yyyyMMddTHHmmss", "%Y%m%dT%H%M%S"),
        new("yyyy/MM/dd HH:mm:ss", "%Y/%m/%d %H:%M:%S"),
        new("rfc3339", "iso"),
        new("epochMilliseconds", "epoch_ms"),
    ];

    private readonly string _name;
    private readonly string _alias;
    private readonly string _pattern;

    private TimeFormat(string name, string alias)
    {
        (_name, _alias) = (name, alias);
        _pattern = name.Replace("T", "'T'", StringComparison.Ordinal).Replace("/", "'/'", StringComparison.Ordinal);
    }

    /// <summary>The six names a mapping may use; the strftime-like names mean the same.</summary>
    public static IEnumerable<string> Names => Six.Select(format => format._name);

    /// <summary>The format of that name, or null.</summary>
    public static TimeFormat? Find(string name) => Array.Find(Six, format => format._name == name || format._alias == name);

    /// <summary>Reads a time; false where the text is not exactly of this form.</summary>
    public bool TryParse(string text, out DateTimeOffset time) => _name switch
    {
        "rfc3339" => HallTime.TryParseRfc3339(text, out time),
        "epochMilliseconds" => TryEpoch(text, out time),
        _ => TryLocal(text, out time),
    };

    private bool TryLocal(string text, out DateTimeOffset time)
    {
        var fits = DateTime.TryParseExact(text, _pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local);

        // The first hours of the hall's year 1 are no instant to .NET, which begins with the year 1 of UTC.
        fits = fits && text.Length == _name.Length && local.Ticks >= HallTime.Offset.Ticks;
        time = fits ? new DateTimeOffset(local, HallTime.Offset) : default;
        return fits;
    }

    // Thirteen digits: fourteen are a yyyyMMddHHmmss, ten are seconds, and neither may pass for milliseconds.
    private static bool TryEpoch(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != 13 || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        time = HallTime.InHall(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture)));
        return true;
    }
}
