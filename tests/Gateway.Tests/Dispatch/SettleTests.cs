using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class SettleTests
{
    private static readonly OneWindowSettings Settings = new() { SettleAfter = TimeSpan.FromSeconds(5), RetrySchedule = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)] };

    public static TheoryData<string, int, string, int> Table { get; } = new()
    {
        // outcome, tries before, state after, seconds until the next try
        { "away", 0, "waiting", 1 },
        { "away", 1, "waiting", 10 },
        { "away", 99, "waiting", 10 },
        { "away for 60", 0, "waiting", 60 },
        { "away for 0", 1, "waiting", 10 },
        { "stopped after taking", 0, "unknown", 5 },
        { "unknown", 0, "unknown", 5 },
        { "unknown", 1, "unknown", 10 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void What_was_not_confirmed_is_tried_again(string outcome, int tries, string state, int seconds)
    {
        var (sent, run) = SentRun(tries);

        var after = Settle.After(sent, run, Of(outcome), Settings, Lanes.Nine);

        Assert.Equal((state, tries + 1), (after.State.Word(), after.Tries));
        Assert.Equal(Lanes.Nine.AddSeconds(seconds).ToUnixTimeMilliseconds(), after.NextAt);
        Assert.NotEmpty(after.Why!);
    }

    [Fact]
    public void Taken_rows_leave_the_rest_pending_until_all_are_taken()
    {
        var (sent, run) = SentRun(3);
        var taken = new Outcome.Answered([new RowReceipt(Guid(run), "R-1", "P-1")], []);

        var part = Settle.After(sent with { Rows = RowState.Write([.. RowState.Read(sent.Rows), .. run.Later]) }, run, taken, Settings, Lanes.Nine);
        var whole = Settle.After(sent, run, taken, Settings, Lanes.Nine);

        Assert.Equal((DeliveryState.Pending, 0, null), (part.State, part.Tries, part.NextAt));
        Assert.Equal(DeliveryState.Confirmed, whole.State);
        var row = Assert.Single(RowState.Read(whole.Rows));
        Assert.Equal((RowState.Taken, "R-1", "P-1"), (row.State, row.ReceiptNo, row.ProvincialCaseNo));
    }

    [Fact]
    public void A_row_that_is_not_refused_is_taken_with_or_without_a_receipt()
    {
        var (sent, run) = SentRun(0);

        var after = Settle.After(sent, run, new Outcome.Answered([], []), Settings, Lanes.Nine);

        Assert.Equal(DeliveryState.Confirmed, after.State);
    }

    [Fact]
    public void What_came_before_a_stop_stays_sent()
    {
        var (sent, run) = SentRun(0);

        Assert.Equal(RowState.Sent, Assert.Single(RowState.Read(Settle.After(sent, run, Of("stopped after taking"), Settings, Lanes.Nine).Rows)).State);
    }

    [Fact]
    public void A_refused_row_refuses_the_delivery_and_says_by_which_code()
    {
        var (sent, run) = SentRun(0);

        var after = Settle.After(sent, run, new Outcome.Answered([], [new RowRefusal(Guid(run), "E0205", "平台的原文含示例甲")]), Settings, Lanes.Nine);

        Assert.Equal(DeliveryState.Refused, after.State);
        Assert.Contains("E0205", after.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("示例甲", after.Why + after.Rows, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_taken_of_a_row_before_stays_known_whatever_becomes_of_its_next_sending()
    {
        var (sent, run) = SentRun(0);
        var earlier = RowState.Read(sent.Rows)[0] with { State = RowState.Taken };
        sent = sent with { Rows = RowState.Write([earlier, .. RowState.Read(sent.Rows)]) };

        var refused = Settle.After(sent, run, new Outcome.Answered([], [new RowRefusal(Guid(run), "E0205", "")]), Settings, Lanes.Nine);
        var notThere = Settle.AfterAsking(sent, [(Guid(run), new Asked.NotThere())], Settings, Lanes.Nine);

        Assert.Equal([RowState.Taken, RowState.Refused], RowState.Read(refused.Rows).Select(row => row.State));
        Assert.Equal(DeliveryState.Pending, notThere.State);
        Assert.Equal([RowState.Taken, RowState.Pending], RowState.Read(notThere.Rows).Select(row => row.State));
    }

    [Fact]
    public void What_is_not_there_is_not_forgotten_while_the_platform_says_nothing_of_the_rest()
    {
        var (sent, run) = SentRun(0);
        var one = RowState.Read(sent.Rows)[0];
        sent = sent with { Rows = RowState.Write([one, one with { RowGuid = "other" }]) };

        var half = Settle.AfterAsking(sent, [(Guid(run), new Asked.NotThere()), ("other", new Asked.NoAnswer(Of("unknown")))], Settings, Lanes.Nine);
        var after = Settle.AfterAsking(half, [("other", new Asked.There())], Settings, Lanes.Nine);

        Assert.Equal((DeliveryState.Unknown, DeliveryState.Pending), (half.State, after.State));
    }

    [Theory]
    [InlineData("away")]
    [InlineData("batch refused")]
    [InlineData("stopped")]
    [InlineData("held back")]
    public void What_never_reached_the_platform_counts_as_not_sent(string outcome)
    {
        var (sent, run) = SentRun(0);

        Assert.Empty(RowState.Read(Settle.After(sent, run, Of(outcome), Settings, Lanes.Nine).Rows));
    }

    [Fact]
    public void What_this_gateway_held_back_another_may_send_at_once_whatever_its_clock_says_and_it_counts_no_try()
    {
        var (sent, run) = SentRun(3);

        var after = Settle.After(sent, run, Of("held back"), Settings, Lanes.Nine);

        Assert.Equal((DeliveryState.Pending, 3, null, null), (after.State, after.Tries, after.NextAt, after.Why));
    }

    [Theory]
    [InlineData("ask")]
    [InlineData("person")]
    [InlineData("resendSameIdentity")]
    public void What_an_operator_has_sent_on_its_way_again_stays_on_its_way_when_this_gateway_holds_it_back(string whenUnknown)
    {
        var (sent, run) = SentRun(0);
        var resent = sent with { State = DeliveryState.Pending, Tries = 0, NextAt = null };

        var after = Settle.After(
            sent, run with { Read = run.Read with { Row = resent } }, Of("held back"), new OneWindowSettings { WhenUnknown = whenUnknown, RetrySchedule = Settings.RetrySchedule }, Lanes.Nine);

        Assert.Equal(resent, after);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7L)]
    public void What_was_unknown_is_so_as_before_when_this_gateway_holds_it_back(long? nextAt)
    {
        var (sent, run) = SentRun(0);
        var unknown = sent with { State = DeliveryState.Unknown, NextAt = nextAt, Why = "超时" };

        Assert.Equal(unknown, Settle.After(sent, run with { Read = run.Read with { Row = unknown } }, Of("held back"), Settings, Lanes.Nine));
    }

    [Fact]
    public void A_question_that_was_held_back_is_as_if_nobody_had_asked_but_for_what_was_said_before()
    {
        var (sent, run) = SentRun(2);
        var one = RowState.Read(sent.Rows)[0];
        var unknown = sent with { State = DeliveryState.Unknown, NextAt = 7, Why = "超时", Rows = RowState.Write([one, one with { RowGuid = "other" }]) };

        var after = Settle.AfterAsking(unknown, [(Guid(run), new Asked.There()), ("other", new Asked.NoAnswer(Of("held back")))], Settings, Lanes.Nine);

        Assert.Equal(unknown with { Rows = after.Rows }, after);
        Assert.Equal([RowState.Taken, RowState.Sent], RowState.Read(after.Rows).Select(row => row.State));
    }

    [Fact]
    public void What_was_unknown_stays_so_however_often_the_platform_is_away_after_it()
    {
        var (sent, run) = SentRun(0);
        var after = Settle.After(sent, run, Of("unknown"), Settings, Lanes.Nine);

        for (var time = 0; time < 3; time++)
        {
            after = Settle.After(after with { State = DeliveryState.Sent }, run with { Read = run.Read with { Row = after } }, Of("away"), Settings, Lanes.Nine);
            Assert.Equal(RowState.Sent, Assert.Single(RowState.Read(after.Rows)).State);
        }
    }

    [Fact]
    public void An_answer_that_says_a_row_twice_or_both_ways_is_read_to_the_worst()
    {
        var (sent, run) = SentRun(0);
        var receipt = new RowReceipt(Guid(run), "R-1", null);

        var twice = Settle.After(sent, run, new Outcome.Answered([receipt, receipt], []), Settings, Lanes.Nine);
        var both = Settle.After(sent, run, new Outcome.Answered([receipt], [new RowRefusal(Guid(run), "E0203", ""), new RowRefusal(Guid(run), "E0204", "")]), Settings, Lanes.Nine);

        Assert.Equal(DeliveryState.Confirmed, twice.State);
        Assert.Equal(DeliveryState.Refused, both.State);
    }

    private static (DeliveryRow Sent, Offer.Run Run) SentRun(int tries)
    {
        var @case = Lanes.Case();
        var run = (Offer.Run)Lanes.Lane(@case, [Lanes.Delivery(@case, 0, DeliveryState.Pending) with { Tries = tries }]).Next(100, Lanes.Nine);
        var row = run.Rows[0].Row;
        return (run.Delivery with { State = DeliveryState.Sent, Rows = RowState.Write([new RowState(row.Table, row.RowGuid, "I", "d", RowState.Sent)]) }, run);
    }

    private static string Guid(Offer.Run run) => run.Rows[0].Row.RowGuid;

    private static Outcome Of(string outcome) => outcome switch
    {
        "away" => new Outcome.Away("连接不上", null),
        "away for 60" => new Outcome.Away("限流", TimeSpan.FromSeconds(60)),
        "away for 0" => new Outcome.Away("限流", TimeSpan.Zero),
        "held back" => new Outcome.HeldBack("网关停止"),
        "batch refused" => new Outcome.BatchRefused("E0900", ""),
        "stopped" => new Outcome.Stopped("拒绝身份"),
        "stopped after taking" => new Outcome.Stopped("未列出的代码", MayHaveTaken: true),
        _ => new Outcome.Unknown("超时"),
    };
}
