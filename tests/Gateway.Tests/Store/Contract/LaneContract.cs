using ServiceHall.Gateway.Commands.Demo;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;
using static ServiceHall.Gateway.Tests.Store.Contract.EmptyStore;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>What every store promises of deliveries, calls, and lanes that wait for others.</summary>
public abstract class LaneContract(EmptyStore store) : StoreContract(store)
{
    private const string OneWindow = "one-window";

    private readonly StoreSession _session = store.Session;

    [StoreFact]
    public void A_delivery_changes_what_became_of_it_and_keeps_its_place()
    {
        Store.Write(to => to.Upsert([Delivery(1, 20), Delivery(1, 10), Delivery(2, 10), Delivery(1, 5, platform: "hotline")]));
        var changed = Delivery(1, 10, DeliveryState.Waiting, 77) with { Tries = 3, Why = "平台不在", Rows = "[]", Attempts = "1,2" };

        Store.Write(to => to.Upsert([changed with { RecordId = Id(9) }]));

        var lane = _session.ReadDeliveries(1).ToList();
        Assert.Equal([("hotline", 5L), (OneWindow, 10L), (OneWindow, 20L)], lane.Select(row => (row.Platform, row.Position)));
        Assert.Equal(changed, lane[1]);
        Assert.Empty(_session.ReadDeliveries(3));
    }

    [StoreFact]
    public void How_deliveries_stand_is_told_with_how_many_stand_before_them()
    {
        Store.Write(to => to.Upsert([Delivery(1, 10, DeliveryState.Confirmed), Delivery(1, 20, DeliveryState.Sent), Delivery(1, 30), Delivery(1, 15, platform: "hotline"), Delivery(2, 20) with { Attempts = "7,9" }]));

        var standings = _session.ReadStandings([new(1, OneWindow, 20), new(1, OneWindow, 25), new(2, OneWindow, 20)]).OrderBy(one => one.Delivery.Subject);

        Assert.Equal(
            [new LaneStanding(new(1, OneWindow, 20), DeliveryState.Sent, 2, null), new LaneStanding(new(2, OneWindow, 20), DeliveryState.Pending, 1, "7,9")],
            standings);
    }

    [StoreFact]
    public void Lanes_are_found_by_pages_and_what_is_not_due_is_passed_over()
    {
        Store.Write(
            to => to.Upsert([Case(1), Case(2), Case(3, "rs"), Case(4)]),
            to => to.Upsert([Delivery(1, 10), Delivery(1, 20), Delivery(2, 10, DeliveryState.Waiting, 500), Delivery(3, 10), Delivery(4, 10, DeliveryState.Confirmed), Delivery(4, 20, platform: "hotline")]));
        using var sealer = new Sealer(DataKeys.Ephemeral());
        var lanes = new LaneReader(Store.Database, sealer, new CaseReader(sealer, new CaseCache()));
        var inOrder = new[] { (1L, "mz"), (2L, "mz"), (3L, "rs") }.OrderBy(lane => Slots.Of(lane.Item1)).ThenBy(lane => lane.Item1).ToList();

        var inSlot = CasesOfOneSlot();
        Store.Write(to => to.Upsert([.. inSlot.Select(id => Case(id))]), to => to.Upsert([.. inSlot.Select(id => Delivery(id, 10, platform: "hotline"))]));
        Assert.Equal(inOrder, Enumerable.Range(0, Slots.Count).SelectMany(slot => lanes.Open(OneWindow, slot, 0, 10)));
        Assert.Equal(inSlot.Take(2), lanes.Open("hotline", Slots.Of(inSlot[0]), 0, 2).Select(lane => lane.Subject));
        Assert.Equal(inSlot.Skip(2), lanes.Open("hotline", Slots.Of(inSlot[0]), inSlot[1], 2).Select(lane => lane.Subject));
        Assert.Equal([1L], lanes.Due(OneWindow, "mz", 0, 10, DateTimeOffset.FromUnixTimeMilliseconds(400)));
        Assert.Equal([1L, 2L], lanes.Due(OneWindow, "mz", 0, 10, DateTimeOffset.FromUnixTimeMilliseconds(500)).Order());

        static List<long> CasesOfOneSlot() => [.. Enumerable.Range(100, 10_000).Select(id => (long)id).Where(id => Slots.Of(id) == Slots.Of(100)).Take(3)];
    }

    [StoreFact]
    public void A_lane_waits_for_one_record_at_a_time_and_goes_on_by_pages()
    {
        var awaited = new AwaitedRecord(OneWindow, "mz", "a");
        Store.Write(to => to.Upsert([Case(1), Case(2), Case(3, "rs")]));
        Assert.False(_session.HasAwaited(OneWindow));

        Store.Write(to => to.Upsert([Waits(1, "b"), Waits(1, "a"), Waits(2, "a"), Waits(3, "a")]), to => to.Locate(OneWindow, [("mz", "a", 8), ("mz", "a", 9), ("mz", "x", 9)]));

        Assert.True(_session.HasAwaited(OneWindow));
        Assert.False(_session.HasAwaited("hotline"));
        Assert.Equal([awaited], _session.ReadAwaited(OneWindow, [9, 10]));
        Assert.Empty(_session.ReadAwaited(OneWindow, [8]));
        Assert.Equal([(1, "mz"), (2, "mz")], Release(2));
        Assert.Equal([(3, "rs")], Release(2));
        Assert.Empty(Release(2));

        List<(long, string)> Release(int most)
        {
            IReadOnlyCollection<KeyValuePair<long, string>> released = [];
            Store.Write(to => released = to.Release(awaited, most));
            return [.. released.Select(one => (one.Key, one.Value))];
        }

        static AwaitedRow Waits(long subject, string key) => new(OneWindow, subject, "mz", key, null);
    }

    [StoreFact]
    public void Calls_that_have_no_end_are_ended_and_their_deliveries_are_unknown()
    {
        Store.Write(
            to => to.Insert([Call(1), Call(2), Call(7) with { Platform = "hotline" }]),
            to => to.End([new AttemptEnd(1, 50, "confirmed", null)]),
            to => to.Insert([Store.Record(Id(110)), Store.Record(Id(210), department: "rs")]),
            to => to.Upsert([Delivery(2, 10, DeliveryState.Sent), Delivery(1, 10, DeliveryState.Sent), Delivery(1, 20), Delivery(3, 10, DeliveryState.Sent, platform: "hotline")]));
        IReadOnlyCollection<InterruptedRow> interrupted = [];

        Store.Write(to => interrupted = to.EndOpenAttempts(OneWindow, [.. Enumerable.Range(0, Slots.Count)], 60, 70));

        Assert.Equal([new InterruptedRow(1, Id(110), "mz"), new InterruptedRow(2, Id(210), "rs")], interrupted);
        Assert.Equal([(DeliveryState.Unknown, 70L), (DeliveryState.Pending, (long?)null)], _session.ReadDeliveries(1).Select(row => (row.State, row.NextAt)));
        Assert.Equal([DeliveryState.Sent], _session.ReadDeliveries(3).Select(row => row.State));
        Assert.Equal(["50 confirmed", "60 unknown", "0 "], Ends());
        Assert.Equal(Store.Database is PostgresDatabase ? (1L << 32) + 1 : 8, _session.TakeAttemptIds().First);

        List<string> Ends()
        {
            using var reader = Store.Address.OpenReadOnly();
            using var rows = reader.Query("SELECT coalesce(ended, 0), coalesce(outcome, '') FROM attempt ORDER BY id");
            var ends = new List<string>();
            while (rows.Read())
            {
                ends.Add($"{rows.GetInt64(0)} {rows.GetString(1)}");
            }

            return ends;
        }

        static AttemptRow Call(long id) => new(id, OneWindow, 40, null, null, null, 1, [1]);
    }

    [StoreFact]
    public void A_watch_counts_what_moves_and_names_what_holds_most_up()
    {
        Store.Write(
            to => to.Count(new Dictionary<string, long> { ["delivery.one-window.confirmed"] = 4 }),
            to => to.Upsert(
            [
                Delivery(1, 10), Delivery(2, 10, DeliveryState.Sent), Held(3, DeliveryState.Unknown, 90, "timeout"), Held(4, DeliveryState.Unknown, null, "a person decides"),
                Held(5, DeliveryState.Waiting, 90, "away"), Held(6, DeliveryState.Waiting, null, "waits for its end"),
            ]));
        var watch = new DeliveryWatch(Store.Database);

        Assert.Equal(new DeliveryCounts(Moving: 4, Confirmed: 4, Refused: 1, Unknown: 2, ("timeout", 1)), watch.Read());

        Store.Write(to => to.Upsert([Held(5, DeliveryState.Refused, null, "E0206"), Held(1, DeliveryState.Refused, null, "E0206"), Held(2, DeliveryState.Refused, null, "E0201")]));
        Assert.Equal(new DeliveryCounts(Moving: 1, Confirmed: 4, Refused: 4, Unknown: 2, ("E0206", 2)), watch.Read());

        static DeliveryRow Held(long subject, DeliveryState state, long? nextAt, string why) => Delivery(subject, 10, state, nextAt) with { Why = why };
    }

    [StoreFact]
    public void A_gateway_that_is_alone_takes_every_slot_under_a_higher_fence()
    {
        IReadOnlyList<int> taken = [];
        Store.Write(to => taken = to.TakeSlots(OneWindow, Slots.Count));

        Assert.Equal(Enumerable.Range(0, Slots.Count), taken.Order());
        using var reader = Store.Address.OpenReadOnly();
        using var rows = reader.Query("SELECT count(*), min(number), max(number), min(fence), max(fence) FROM slot");
        Assert.True(rows.Read());
        Assert.Equal((256L, 0L, 255L, 1L, 1L), (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4)));
    }

    [StoreFact]
    public void What_waits_for_a_later_moment_in_a_slot_can_be_hurried()
    {
        Store.Write(to => to.Upsert([Delivery(1, 10, DeliveryState.Waiting, 900), Delivery(1, 20, DeliveryState.Waiting), Delivery(1, 30, DeliveryState.Unknown, 900), Delivery(2, 10, DeliveryState.Waiting, 900)]));

        Store.Write(to => to.Hurry(OneWindow, Slots.Of(1), 100));

        Assert.NotEqual(Slots.Of(1), Slots.Of(2));
        Assert.Equal([100, null, 900], _session.ReadDeliveries(1).Select(row => row.NextAt));
        Assert.Equal([900], _session.ReadDeliveries(2).Select(row => row.NextAt));
    }
}

public sealed class SqliteLaneTests() : LaneContract(EmptyStore.OnSqlite());

public sealed class PostgresLaneTests() : LaneContract(EmptyStore.OnPostgres());
