using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.WireMock;

/// <summary>Deliveries to a real WireMock that is not there for a while.</summary>
public sealed class WireMockAwayTests
{
    private const int Cases = 3;

    [WireMockFact]
    public async Task A_platform_that_dies_and_comes_back_gets_just_what_it_has_not_had()
    {
        await using var first = await WireMockServer.StartAsync();
        await first.BecomeAsync(Stubs.Takes(), Stubs.HoldsNothing());
        await using var hall = await WireMockHall.StartAsync(first, ("AttemptTimeout", "00:00:30"));
        await hall.PushCasesAsync(Cases);
        await hall.ConfirmedAsync();
        var before = await first.JournalAsync();

        await first.KillAsync();
        await hall.Client().PushAsync(Samples.Accepted("meanwhile"));
        var waiting = await hall.DeliveriesAsync("meanwhile", "waiting");
        await using var second = await WireMockServer.StartAsync(first.Port);
        await second.AddAsync(Stubs.Takes(), Stubs.HoldsNothing());
        await hall.ConfirmedAsync();

        Assert.Equal("连接不上平台", (string?)waiting[0]!["why"]);
        Arrivals.AreWhole(before, Cases);
        Arrivals.AreSingle(before);
        var after = await second.JournalAsync();
        Assert.Equal(["up_pro_accept", "up_pro_material"], after.Where(push => push.IsAnswered).SelectMany(push => push.Rows).Select(row => row.Table));
        Assert.Empty(RowGuids(before).Intersect(RowGuids(after)));
    }

    private static IEnumerable<string> RowGuids(IReadOnlyList<Served> journal) => journal.SelectMany(push => push.Rows).Select(row => row.RowGuid);
}
