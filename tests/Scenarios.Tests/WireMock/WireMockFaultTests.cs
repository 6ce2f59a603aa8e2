using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.WireMock;

/// <summary>Deliveries to the real WireMock, which breaks connections in ways of its own and keeps a journal of its own.</summary>
public sealed class WireMockFaultTests(OneWireMock one) : IClassFixture<OneWireMock>
{
    private const int Cases = 6;
    private const int Failures = 2;
    private const string Cut = "与平台的连接中断";
    private const string TooLate = "平台未在时限内答复";

    public static TheoryData<string, string> Faults { get; } = new()
    {
        { "EMPTY_RESPONSE", Cut },
        { "MALFORMED_RESPONSE_CHUNK", Cut },
        { "RANDOM_DATA_THEN_CLOSE", Cut },
        { "CONNECTION_RESET_BY_PEER", Cut },
        { "late", TooLate },
        { "in drops", TooLate },
    };

    private WireMockServer Platform => one.Server;

    [WireMockTheory]
    [MemberData(nameof(Faults))]
    public async Task Whatever_it_does_every_row_arrives_in_order_under_the_same_identity(string fault, string why)
    {
        await Platform.BecomeAsync([Stubs.Takes(), Stubs.HoldsNothing(), .. Arrivals.Order.SelectMany(table => Stubs.FailsFirst(table, Failures, AnswerOf(fault)))]);
        await using var hall = await WireMockHall.StartAsync(Platform, Patience(why));

        await hall.PushCasesAsync(Cases);
        await hall.ConfirmedAsync();

        var journal = await Platform.JournalAsync();
        Assert.All(Arrivals.Order, table => Assert.True(Struck(journal, table) >= Failures, $"{table} met no {fault} ({why})"));
        Arrivals.AreWhole(journal, Cases);
        Arrivals.AreInOrder(journal);
    }

    [WireMockTheory]
    [MemberData(nameof(Faults))]
    public async Task What_nobody_knows_the_outcome_of_says_why_and_nothing_overtakes_it(string fault, string why)
    {
        await Platform.BecomeAsync(Stubs.Always(AnswerOf(fault)), Stubs.HoldsNothing());
        await using var hall = await WireMockHall.StartAsync(Platform, Patience(why), ("SettleAfter", "01:00:00"), ("RetrySchedule:0", "01:00:00"));
        await hall.Client().PushAsync(Samples.Accepted("why"), Samples.Step("why"));

        var deliveries = await hall.DeliveriesAsync("why", "unknown");

        Assert.Equal(why, (string?)deliveries[0]!["why"]);
        Assert.NotNull((string?)deliveries[0]!["nextAttemptAt"]);
        Assert.Equal(("waiting", "等待本办件在前的报送"), ((string?)deliveries[1]!["state"], (string?)deliveries[1]!["why"]));
        Assert.Equal(["up_pro_accept"], (await Platform.JournalAsync()).SelectMany(push => push.Rows).Select(row => row.Table));
    }

    [WireMockFact]
    public async Task An_answer_in_drops_that_ends_in_time_is_an_answer_and_nothing_comes_twice()
    {
        await Platform.BecomeAsync(Stubs.Takes(Stubs.Dribbled(milliseconds: 200)), Stubs.HoldsNothing());
        await using var hall = await WireMockHall.StartAsync(Platform, Patience(Cut));

        await hall.PushCasesAsync(Cases);
        await hall.ConfirmedAsync();

        var journal = await Platform.JournalAsync();
        Arrivals.AreWhole(journal, Cases);
        Arrivals.AreSingle(journal);
    }

    [WireMockFact]
    public async Task Where_only_the_answer_was_lost_the_profile_says_whether_the_row_comes_again()
    {
        await Platform.BecomeAsync([Stubs.Takes(), Stubs.DoesNotSay(), .. Stubs.FailsFirst("up_pro_process", 1, AnswerOf("EMPTY_RESPONSE"))]);
        await using var hall = await WireMockHall.StartAsync(Platform, Patience(Cut));
        await hall.Client().PushAsync(Samples.Accepted("lost"), Samples.Step("lost"), Samples.Closed("lost"));
        var lost = await Until.Async(async () => (await Platform.JournalAsync()).FirstOrDefault(push => push.Stub == Stubs.Fault), TimeSpan.FromSeconds(60));
        await Platform.AddAsync(lost.Rows.Select(Stubs.Holds));

        await hall.ConfirmedAsync();

        var sent = (await Platform.JournalAsync()).SelectMany(push => push.Rows).ToList();
        var again = sent.Where(row => row.Table == "up_pro_process").Select(row => row.Content).ToList();
        Assert.Equal(hall.Asks() ? 1 : 2, again.Count);
        Assert.Single(again.Distinct());
        Assert.Equal("up_pro_result", sent[^1].Table);
    }

    private static JsonObject AnswerOf(string fault) => fault switch
    {
        "late" => Stubs.Late(milliseconds: 3000),
        "in drops" => Stubs.Dribbled(milliseconds: 5000),
        _ => Stubs.Broken(fault),
    };

    // Long, unless the lateness is what a test is about: a Java that has just started on a busy machine takes seconds for its first answer.
    private static (string Name, string Value) Patience(string why) => ("AttemptTimeout", why == TooLate ? "00:00:01" : "00:00:30");

    private static int Struck(IReadOnlyList<Served> journal, string table) => journal.Count(push => push.Stub == Stubs.Fault && push.Path.EndsWith($"/{table}", StringComparison.Ordinal));
}
