using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class LaneTests
{
    [Fact]
    public void The_first_open_delivery_goes_first_with_its_rows_of_one_table()
    {
        var run = Run(Lanes.Lane(Lanes.Case(Lanes.AStep), DeliveryState.Pending, DeliveryState.Pending));

        Assert.Equal(Places.First(1), run.Delivery.Position);
        Assert.Equal(["up_pro_accept"], run.Rows.Select(row => row.Row.Table));
        Assert.Equal(["up_pro_material", "up_pro_material"], run.Later.Select(row => row.Table));
    }

    [Fact]
    public void What_was_taken_is_not_offered_again()
    {
        var @case = Lanes.Case(Lanes.AStep);
        var first = Run(Lanes.Lane(@case, DeliveryState.Pending));
        var sent = first.Delivery with { Rows = RowState.Write([new RowState("up_pro_accept", first.Rows[0].Row.RowGuid, "I", Lanes.Sent.Digest(first.Rows[0].Row), RowState.Taken)]) };

        var second = Run(Lanes.Lane(@case, [sent]));

        Assert.Equal(["up_pro_material", "up_pro_material"], second.Rows.Select(row => row.Row.Table));
    }

    [Fact]
    public void A_run_has_at_most_so_many_rows()
    {
        var @case = Lanes.Case();
        var first = Run(Lanes.Lane(@case, DeliveryState.Pending));
        var sent = first.Delivery with { Rows = RowState.Write([new RowState("up_pro_accept", first.Rows[0].Row.RowGuid, "I", Lanes.Sent.Digest(first.Rows[0].Row), RowState.Taken)]) };

        var run = Assert.IsType<Offer.Run>(Lanes.Lane(@case, [sent]).Next(1, Lanes.Nine));

        Assert.Single(run.Rows);
    }

    [Theory]
    [InlineData(nameof(DeliveryState.Pending))]
    [InlineData(nameof(DeliveryState.Waiting))]
    [InlineData(nameof(DeliveryState.Unknown))]
    [InlineData(nameof(DeliveryState.Sent))]
    public void Nothing_overtakes_an_open_delivery(string first)
    {
        var run = Run(Lanes.Lane(Lanes.Case(Lanes.AStep), Enum.Parse<DeliveryState>(first), DeliveryState.Pending));

        Assert.Equal(Places.First(1), run.Delivery.Position);
    }

    [Theory]
    [InlineData(nameof(DeliveryState.Confirmed))]
    [InlineData(nameof(DeliveryState.Carried))]
    [InlineData(nameof(DeliveryState.Superseded))]
    [InlineData(nameof(DeliveryState.NotForThisPlatform))]
    public void What_has_ended_well_is_in_nobodys_way(string first)
    {
        var run = Run(Lanes.Lane(Lanes.Case(Lanes.AStep), Enum.Parse<DeliveryState>(first), DeliveryState.Pending));

        Assert.Equal((Places.First(2), "up_pro_process"), (run.Delivery.Position, run.Rows[0].Row.Table));
    }

    [Fact]
    public void A_refused_one_blocks_those_behind_it()
    {
        var offer = Lanes.Lane(Lanes.Case(Lanes.AStep, Lanes.AStep), DeliveryState.Refused, DeliveryState.Waiting, DeliveryState.Pending).Next(100, Lanes.Nine);

        var blocked = Assert.IsType<Offer.Blocked>(offer);
        Assert.Contains("A-1/0", blocked.Why, StringComparison.Ordinal);
        Assert.Equal(Places.First(3), Assert.Single(blocked.Behind).Row.Position);
    }

    [Fact]
    public void One_whose_moment_has_not_come_holds_the_lane_until_then()
    {
        var @case = Lanes.Case(Lanes.AStep);
        var later = Lanes.Nine.AddSeconds(7);
        var lane = Lanes.Lane(@case, [Lanes.Delivery(@case, 0, DeliveryState.Waiting) with { NextAt = later.ToUnixTimeMilliseconds() }, Lanes.Delivery(@case, 1, DeliveryState.Pending)]);

        Assert.Equal(later, Assert.IsType<Offer.NotYet>(lane.Next(100, Lanes.Nine)).At);
        Assert.Equal(Places.First(1), Assert.IsType<Offer.Run>(lane.Next(100, later)).Delivery.Position);
    }

    [Fact]
    public void A_pause_that_waits_for_its_end_holds_nobody_up()
    {
        var @case = Lanes.Case(Lanes.APause, Lanes.AStep);
        var waits = Lanes.Delivery(@case, 1, DeliveryState.Waiting) with { Why = "特别程序结束时一并报送" };

        var run = Run(Lanes.Lane(@case, [Lanes.Delivery(@case, 0, DeliveryState.Confirmed), waits, Lanes.Delivery(@case, 2, DeliveryState.Pending)]));

        Assert.Equal(Places.First(3), run.Delivery.Position);
    }

    [Fact]
    public void A_lane_that_is_done_offers_nothing() =>
        Assert.IsType<Offer.Nothing>(Lanes.Lane(Lanes.Case(Lanes.AStep), DeliveryState.Confirmed, DeliveryState.Confirmed).Next(100, Lanes.Nine));

    [Fact]
    public void What_may_be_at_the_platform_already_is_asked_for_also_where_something_else_is_to_be_there_first()
    {
        var @case = Lanes.Case();
        var wants = Wants(new Dictionary<string, Prerequisite[]> { ["A-1/0"] = [new Prerequisite("mz", "B-1/0")] });
        var run = Run(Lanes.Lane(@case, DeliveryState.Pending));
        var body = OneWindowProtocol.Body("call", wants.Settings.DataSource, Lanes.Nine, run.Rows);
        var state = new RowState("up_pro_accept", run.Rows[0].Row.RowGuid, "I", Lanes.Sent.Digest(run.Rows[0].Row), RowState.Sent) { Attempt = 1 };
        var unknown = run.Delivery with { State = DeliveryState.Unknown, NextAt = 0, Rows = RowState.Write([state]) };
        var sent = new SentRows(wants, new Sealer(DataKeys.Ephemeral()), _ => body);

        Assert.IsType<Offer.After>(new Lane(wants, @case, [run.Delivery], sent, _ => Prior.Missing).Next(100, Lanes.Nine));
        Assert.IsType<Offer.Ask>(new Lane(wants, @case, [unknown], sent, _ => Prior.Missing).Next(100, Lanes.Nine));
    }

    [Theory]
    [InlineData("B-1/0", false)]
    [InlineData("C-1/0", true)]
    public void A_correction_waits_for_what_the_other_records_want_whose_rows_go_with_it(string missing, bool waits)
    {
        var @case = Lanes.Case(Lanes.AStep, Lanes.AStep);
        var wants = Wants(new Dictionary<string, Prerequisite[]> { ["A-1/1"] = [new Prerequisite("mz", "B-1/0")], ["A-1/2"] = [new Prerequisite("mz", "C-1/0")] });
        List<DeliveryRow> lane = [.. Enumerable.Range(0, 3).Select(at => Lanes.Delivery(@case, at, DeliveryState.Confirmed) with { Rows = Taken(@case, at, isAsPlanned: at == 1) })];
        lane.Insert(1, Lanes.Delivery(@case, 0, DeliveryState.Pending) with { Position = Places.First(1) + 1 });

        var offer = new Lane(wants, @case, lane, Lanes.Sent, prerequisite => prerequisite.Key == missing ? Prior.Missing : Prior.There).Next(100, Lanes.Nine);

        Assert.Equal(waits, offer is Offer.After { Prior.Key: "C-1/0" });
        Assert.Equal(!waits, offer is Offer.Run);
    }

    // The province's rows, of which some records want others first.
    private static Platform Wants(Dictionary<string, Prerequisite[]> first) => Lanes.Platform with
    {
        Plan = (@case, taken) => Lanes.Platform.Plan(@case, taken) is RowPlan.Rows rows ? rows with { After = first.GetValueOrDefault(taken.Key, []) } : throw new InvalidOperationException(taken.Kind),
    };

    // The rows of a record as the platform took them, or other than the case has them by now.
    private static string Taken(Model.Cases.Case @case, int at, bool isAsPlanned) => RowState.Write(
    [
        .. ((RowPlan.Rows)Lanes.Platform.Plan(@case, @case.Events[at])).Ordered
            .Select(row => new RowState(row.Table, row.RowGuid, "I", isAsPlanned ? Lanes.Sent.Digest(row) : "other", RowState.Taken) { Attempt = at + 1 }),
    ]);

    private static Offer.Run Run(Lane lane) => Assert.IsType<Offer.Run>(lane.Next(100, Lanes.Nine));
}
