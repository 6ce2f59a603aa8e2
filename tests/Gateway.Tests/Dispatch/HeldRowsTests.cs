using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class HeldRowsTests
{
    [Fact]
    public void What_is_deleted_goes_in_the_reverse_of_the_order_in_which_it_came_however_often_it_was_changed_since()
    {
        var held = new HeldRows([Delivery(1, ("accept", "I", 1)), Delivery(2, ("accept", "U", 9)), Delivery(3, ("process", "I", 2), ("result", "I", 3))]);

        Assert.Equal(["D result", "D process", "D accept"], Difference(held));
    }

    [Fact]
    public void What_came_back_after_a_deletion_counts_from_then()
    {
        var held = new HeldRows([Delivery(1, ("old", "I", 1)), Delivery(2, ("old", "D", 3)), Delivery(3, ("old", "U", 4)), Delivery(4, ("young", "I", 2))]);

        Assert.Equal(["D old", "D young"], Difference(held));
    }

    [Fact]
    public void The_latest_that_was_taken_is_what_is_held_wherever_it_stands_in_the_lane()
    {
        var held = new HeldRows([Delivery(1, ("row", "U", 5)), Delivery(2, ("row", "I", 1))]);

        Assert.Empty(Difference(held, ("row", "5")));
        Assert.Equal(["U row"], Difference(held, ("row", "1")));
        Assert.Equal(["D row", "I other"], Difference(held, ("other", "1")));
    }

    [Fact]
    public void What_came_later_in_the_lane_is_later_whichever_gateway_made_the_call_and_whatever_its_id()
    {
        const long Second = 2L << 32;
        var held = new HeldRows([Delivery(1, ("row", "I", Second + 1, 1)), Delivery(2, ("row", "D", 7, 2))]);

        Assert.Empty(Difference(held));
        Assert.Equal(["U row"], Difference(held, ("row", $"{Second + 1}")));
    }

    [Fact]
    public void What_goes_goes_before_what_takes_its_place()
    {
        var held = new HeldRows([Delivery(1, ("first", "I", 1)), Delivery(2, ("first", "D", 2)), Delivery(3, ("second", "I", 3))]);

        Assert.Equal(["D second", "U first"], Difference(held, ("first", "1")));
    }

    private static IEnumerable<string> Difference(HeldRows held, params (string RowGuid, string Content)[] wanted)
    {
        var rows = wanted.Select(row => new WantedRow(new PlannedRow("t", row.RowGuid, [KeyValuePair.Create("content", (object)row.Content)]), IsLeft: false));
        return held.Difference(rows, row => (string)row.Columns[0].Value, row => new PlannedRow("t", row.RowGuid, [])).Select(row => $"{row.Operation} {row.Row.RowGuid}");
    }

    // The content of each is told by the call it went in.
    private static DeliveryRow Delivery(long place, params (string RowGuid, string Operation, long Attempt)[] taken) =>
        Delivery(place, [.. taken.Select(row => (row.RowGuid, row.Operation, row.Attempt, 0))]);

    private static DeliveryRow Delivery(long place, params (string RowGuid, string Operation, long Attempt, int Turn)[] taken) => new(
        1, "one-window", Places.First(place), Guid.NewGuid(), 0, DeliveryState.Confirmed, 0, null, null,
        RowState.Write([.. taken.Select(row => new RowState("t", row.RowGuid, row.Operation, $"{row.Attempt}", RowState.Taken) { Attempt = row.Attempt, Turn = row.Turn })]), null);
}
