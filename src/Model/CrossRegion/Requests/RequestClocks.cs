using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;

namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>
/// 两地时限: how many units the receiving place and the home division have used, each on its own calendar. A place's clock runs only while it has the turn, and the home
/// division's not while originals are on their way to it.
/// </summary>
/// <param name="Receiving">Null where a year without a holiday notice would be needed.</param>
/// <param name="Home">Null likewise.</param>
/// <param name="Runs">Whose clock runs now; nobody's while the turn is an authority's or the papers are in the post.</param>
public sealed record RequestClocks(int? Receiving, int? Home, Turn Runs)
{
    /// <summary>As they stand at an instant.</summary>
    /// <param name="unit">What is counted: a word of <see cref="Codes.Words.LimitUnit"/>.</param>
    public static RequestClocks At(RequestLog log, WorkCalendar receiving, WorkCalendar home, string unit, DateTimeOffset now)
    {
        List<(DateTimeOffset Start, DateTimeOffset End)> ofReceiving = [];
        List<(DateTimeOffset Start, DateTimeOffset End)> ofHome = [];
        var request = Request.Of(log.Request.Opening);
        var (since, runs) = (request.Opening.At, Running(request));
        foreach (var (act, _) in log.Timeline.Where(line => line.Void is null))
        {
            // Places' clocks differ: what is ordered behind another act did not happen before it.
            var at = act.At > since ? act.At : since;
            Add(since, at);
            request = request.After(act.Division, act.Deed);
            (since, runs) = (at, Running(request));
        }

        Add(since, now > since ? now : since);
        return new RequestClocks(LimitUnits.Of(unit, receiving).Between(ofReceiving), LimitUnits.Of(unit, home).Between(ofHome), runs);

        void Add(DateTimeOffset from, DateTimeOffset to) => (runs == Turn.Receiving ? ofReceiving : runs == Turn.Home ? ofHome : []).Add((from, to));
    }

    private static Turn Running(Request request) =>
        request.Turn == Turn.Home && request.Originals.Values.Any(hand => hand is Hand.OfPost way && way.To == request.Opening.Home) ? Turn.Nobody : request.Turn;
}
