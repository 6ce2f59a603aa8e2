using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Status;

/// <summary>
/// Cases as they are answered. Platforms ask for the same ones again and again: what was made for the last is given to the next for as long as nothing
/// that it shows has changed, which is the case, its deliveries, what holds these back, and its clocks.
/// </summary>
internal sealed class ShownCases(StatusReader reader, PlatformGates gates, CaseCache cache, HallRules rules, HallClock clock, Sealer sealer)
{
    private readonly Recent<long, ShownCase> _recent = new(8_000);

    public ShownCase Show(Case @case)
    {
        // All of this before the deliveries are read: what changes meanwhile is not taken for what was read.
        var (stamp, standings, clocks) = (cache.Lanes.Of(@case.Id), gates.Now(), CaseClocks.Read(@case, rules.Calendar, clock.Now));
        if (stamp is not null && _recent.Find(@case.Id) is { } known && known.Stands(@case, stamp, standings, clocks))
        {
            return known;
        }

        var body = Json.Bytes(new CaseView(@case, standings.Shown(reader.StoredDeliveriesOf(@case.Id)), clocks).Write);

        // The tag is of all that is shown: clocks go on without anything being written. It is keyed, because what is shown could be guessed from a bare digest.
        var shown = new ShownCase(@case, stamp, standings, clocks, body, $"\"{Convert.ToHexStringLower(sealer.Digest("case.etag", body))}\"");
        // A case that is not in memory is another object each time: what is made of it would never stand.
        if (stamp is not null && ReferenceEquals(cache.Find(@case.Id), @case))
        {
            _recent.Put(@case.Id, shown);
        }

        return shown;
    }
}

/// <summary>A case as it is answered, its entity tag, and what both were made of.</summary>
internal sealed record ShownCase(Case Case, long? Stamp, GateStandings Standings, CaseClocks Clocks, byte[] Body, string Tag)
{
    private object? _retold;

    /// <summary>The same as the other face tells it: made once, for as long as this is shown.</summary>
    public T As<T>(Func<ShownCase, T> make)
        where T : class => (T)(_retold ??= make(this));

    /// <summary>Whether it would be made the same again. A case is another object once it has changed.</summary>
    public bool Stands(Case @case, long? stamp, GateStandings standings, CaseClocks clocks) =>
        ReferenceEquals(Case, @case) && Stamp == stamp && Standings.AreThoseOf(standings) && Clocks.ShowTheSameAs(clocks);
}
