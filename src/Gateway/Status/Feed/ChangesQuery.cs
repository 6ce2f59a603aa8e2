using System.Globalization;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>What a reader of changes asks for.</summary>
/// <param name="After">A cursor, <c>now</c>, or empty for the beginning.</param>
internal sealed record ChangesQuery(string After, int Limit, TimeSpan Wait)
{
    /// <summary>Whoever asks for something else is told so.</summary>
    public const string Wanted = "after 至多一个，limit 应为 1 至 1000 的整数，wait 应为 0 至 30 的整数（秒）";

    private const int MostLimit = 1000;
    private const int UsualLimit = 100;
    private const int LongestWait = 30;

    /// <summary>Null where a number is out of its range; no limit is the usual one.</summary>
    public static ChangesQuery? Of(string after, int? limit, int wait) =>
        limit is null or (>= 1 and <= MostLimit) && wait is >= 0 and <= LongestWait ? new ChangesQuery(after, limit ?? UsualLimit, TimeSpan.FromSeconds(wait)) : null;

    /// <summary>Null where a parameter is not what it should be, or stands there twice.</summary>
    public static ChangesQuery? Read(IQueryCollection query) =>
        query["after"] is var after && after.Count <= 1 && TryNumber(query, "limit", out var limit) && TryNumber(query, "wait", out var wait) ? Of(after.ToString(), limit, wait ?? 0) : null;

    private static bool TryNumber(IQueryCollection query, string name, out int? number)
    {
        number = query[name] is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : null;
        return number is not null || query[name].Count == 0;
    }
}
