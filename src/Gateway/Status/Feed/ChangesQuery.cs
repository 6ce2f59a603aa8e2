using System.Globalization;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>What <c>GET /v1/changes</c> is asked for.</summary>
/// <param name="After">A cursor, <c>now</c>, or empty for the beginning.</param>
internal sealed record ChangesQuery(string After, int Limit, TimeSpan Wait)
{
    private const int MostLimit = 1000;
    private const int UsualLimit = 100;
    private const int LongestWait = 30;

    /// <summary>Null where a parameter is not what it should be, or stands there twice.</summary>
    public static ChangesQuery? Read(IQueryCollection query) =>
        query["after"] is var after && after.Count <= 1 && Number(query, "limit", UsualLimit, 1, MostLimit) is { } limit && Number(query, "wait", 0, 0, LongestWait) is { } wait
            ? new ChangesQuery(after.ToString(), limit, TimeSpan.FromSeconds(wait))
            : null;

    private static int? Number(IQueryCollection query, string name, int usual, int least, int most) => query[name] switch
    {
        [] => usual,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        _ => null,
    };
}
