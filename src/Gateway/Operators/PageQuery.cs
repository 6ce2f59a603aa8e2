using System.Globalization;

namespace ServiceHall.Gateway.Operators;

/// <summary>What a list is asked for.</summary>
internal static class PageQuery
{
    public const int MostLimit = 1000;
    private const int DefaultLimit = 100;

    /// <summary>How many, or null where that is no number from 1 to 1000.</summary>
    public static int? Limit(IQueryCollection query) => query["limit"] switch
    {
        [] => DefaultLimit,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostLimit => limit,
        _ => null,
    };

    /// <summary>The record that ended the page before, empty where there is none; null where it is no id.</summary>
    public static Guid? After(IQueryCollection query) => query["after"] switch
    {
        [] or [""] => Guid.Empty,
        [{ } text] when Guid.TryParseExact(text, "D", out var id) => id,
        _ => null,
    };

    /// <summary>Whether each stands there once at the most, and says something that can be looked for: no store holds U+0000 in its words.</summary>
    public static bool AreSingle(IQueryCollection query, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (query[name].Count > 1 || query[name].ToString().Contains('\0', StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
