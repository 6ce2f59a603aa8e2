using System.Data.Common;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;
using static ServiceHall.Gateway.Tests.Store.Contract.EmptyStore;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>What every store promises of records, their keys, and what waits for its case.</summary>
public abstract class RecordContract(EmptyStore store) : StoreContract(store)
{
    private readonly StoreSession _session = store.Session;

    [StoreFact]
    public void A_record_is_read_as_it_was_written()
    {
        var (full, bare) = (Store.Record(Id(1)), Store.Record(Id(2), isBare: true));

        Store.Write(to => to.Insert([full, bare]));

        Assert.Equivalent(full, _session.ReadRecord(Id(1)), strict: true);
        Assert.Equivalent(bare, _session.ReadRecord(Id(2)), strict: true);
        Assert.Null(_session.ReadRecord(Id(3)));
    }

    [StoreFact]
    public void What_is_rolled_back_was_never_there()
    {
        var record = Store.Record(Id(1));
        _session.Begin();
        _session.Insert([record]);
        Assert.NotNull(_session.ReadRecord(Id(1)));

        _session.Rollback();

        Assert.Null(_session.ReadRecord(Id(1)));
        Store.Write(to => to.Insert([record]));
        Assert.NotNull(_session.ReadRecord(Id(1)));
    }

    [StoreFact]
    public void Keys_are_told_apart_byte_by_byte_and_read_in_a_set()
    {
        Store.Write(to => to.Insert([Key("a", 1, Id(1)), Key("a", 2, Id(2), RecordState.Conflict), Key("A", 1, Id(3)), Key("ａ", 1, Id(4)), Key("a", 1, Id(5), department: "rs")]));

        var read = _session.ReadKeys([("mz", "a"), ("mz", "ａ"), ("mz", "not there"), ("rs", "a")]).OrderBy(key => key.RecordId);

        Assert.Equal(
            [("mz", "a", 1, Id(1), RecordState.Taken), ("mz", "a", 2, Id(2), RecordState.Conflict), ("mz", "ａ", 1, Id(4), RecordState.Taken), ("rs", "a", 1, Id(5), RecordState.Taken)],
            read.Select(key => (key.Department, key.Key, key.Version, key.RecordId, key.State)));
    }

    [StoreFact]
    public void A_key_that_is_there_fails_its_transaction_and_no_other()
    {
        Store.Write(to => to.Insert([Key("a", 1, Id(1))]));

        Assert.ThrowsAny<DbException>(() => Store.Write(to => to.Insert([Key("b", 1, Id(2))]), to => to.Insert([Key("a", 1, Id(3))])));
        _session.Rollback();
        Store.Write(to => to.Insert([Key("c", 1, Id(4))]));

        Assert.False(_session.IsLost);
        Assert.Equal(["a", "c"], _session.ReadKeys([("mz", "a"), ("mz", "b"), ("mz", "c")]).Select(key => key.Key).Order(StringComparer.Ordinal));
    }

    [StoreFact]
    public void A_record_judged_again_twice_at_once_stands_as_judged_last()
    {
        var row = Store.Record(Id(1), RecordState.Parked);
        Store.Write(to => to.Insert([row]), to => to.Insert([Key("a", 1, Id(1), RecordState.Parked), Key("a", 2, Id(2), RecordState.Parked)]));

        Store.Write(to => to.Change([Change(RecordState.Quarantined, 5), Change(RecordState.Taken, 6)]));

        var now = _session.ReadRecord(Id(1))!;
        Assert.Equal((RecordState.Taken, Verdict.Accepted, 6L, "case.late"), (now.State, now.Verdict, now.CaseId, now.Rule));
        Assert.Equal([RecordState.Taken, RecordState.Parked], _session.ReadKeys([("mz", "a")]).OrderBy(key => key.Version).Select(key => key.State));

        RecordChange Change(RecordState to, long caseId) => new(Id(1), "mz", "a", 1, caseId, Verdict.Accepted, RecordState.Parked, to, "case.late", row.ConfigId, null);
    }

    [StoreFact]
    public void What_waits_for_a_case_comes_by_when_it_happened_then_by_receipt_then_as_judged()
    {
        Store.Write(to => to.Insert([Waits("A", 2, 1, 1), Waits("A", 1, 2, 2), Waits("A", 1, 1, 9), Waits("A", 1, 1, 3), Waits("B", 1, 1, 4)]));

        Assert.Equal([Id(9), Id(3), Id(2), Id(1)], _session.ReadUnplaced([("A", "mz"), ("A", "rs")]).Select(row => row.RecordId));

        Store.Write(to => to.Delete([Waits("A", 1, 1, 9), Waits("A", 2, 1, 1)]));
        Assert.Equal([(Id(3), "A"), (Id(2), "A"), (Id(4), "B")], _session.ReadUnplaced([("A", "mz"), ("B", "mz")]).OrderBy(row => row.CaseNo).Select(row => (row.RecordId, row.CaseNo)));
    }

    [StoreFact]
    public void A_long_wait_is_told_once_and_ends()
    {
        Store.Write(to => to.Insert([Waits("A", 1, 10, 1), Waits("B", 1, 20, 2), Waits("C", 1, 30, 3), Waits("D", 1, 5, 4) with { Kind = "case.accepted" }]));
        Assert.Equal([Id(1), Id(2)], Long(told: 25, over: 0));

        Store.Write(to => to.Tell([Waits("A", 1, 10, 1)]));

        Assert.Equal([Id(2)], Long(told: 25, over: 0));
        Assert.Equal([Id(1), Id(2)], Long(told: 25, over: 15));
        Assert.Equal([Id(1)], Long(told: 25, over: 15, most: 1));

        IEnumerable<Guid> Long(long told, long over, int most = 10) => [.. _session.ReadWaitingLong(told, over, most).Select(row => row.RecordId)];
    }

    [StoreFact]
    public void A_configuration_has_one_id_for_ever()
    {
        var first = _session.ConfigId("f", 1);

        Assert.NotEqual(first, _session.ConfigId("g", 2));
        Assert.Equal(first, _session.ConfigId("f", 3));
    }

    [StoreFact]
    public void A_record_mapped_anew_says_something_else_under_the_same_key()
    {
        Store.Write(to => to.Insert([Store.Record(Id(1)), Store.Record(Id(2))]), to => to.Insert([Key("a", 1, Id(1))]));

        Store.Write(to => to.Rewrite(new RecordRewrite(Id(1), "case.closed", 99, [7])), to => to.Repoint(Key("a", 1, Id(2), RecordState.Conflict) with { Digest = [4] }));

        var rewritten = _session.ReadRecord(Id(1))!;
        Assert.Equal(("case.closed", 99L, (byte)7), (rewritten.Kind, rewritten.Occurred, Assert.Single(rewritten.Body)));
        var key = Assert.Single(_session.ReadKeys([("mz", "a")]));
        Assert.Equal((Id(2), RecordState.Conflict, (byte)4), (key.RecordId, key.State, Assert.Single(key.Digest)));
    }

    [StoreFact]
    public void Values_without_a_code_are_counted_and_the_first_sighting_stays()
    {
        var seen = new UnmappedRow("mz", "sex", [1], 1, 50, 50, [8]);

        Store.Write(to => to.Count([seen, seen with { FirstAt = 60, LastAt = 60, Value = [9] }]));
        Store.Write(to => to.Count([seen with { FirstAt = 40, LastAt = 70, Value = [9] }, seen with { Digest = [2] }]));

        using var reader = Store.Address.OpenReadOnly();
        using var rows = reader.Query("SELECT count, first_at, last_at, value FROM unmapped ORDER BY count DESC");
        Assert.True(rows.Read());
        Assert.Equal((3L, 40L, 70L, (byte)8), (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), Assert.Single((byte[])rows[3])));
        Assert.True(rows.Read());
        Assert.False(rows.Read());
    }

    [StoreFact]
    public void Traces_of_records_are_read_in_a_set()
    {
        var context = new System.Diagnostics.ActivityContext(System.Diagnostics.ActivityTraceId.CreateRandom(), System.Diagnostics.ActivitySpanId.CreateRandom(), System.Diagnostics.ActivityTraceFlags.Recorded);
        Store.Write(to => to.Insert([new TraceRow(Id(1), TraceContext.Write(context)), new TraceRow(Id(2), TraceContext.Write(context))]));

        var traces = new RecordTraces(Store.Database).Of([Id(1), Id(3)]);

        Assert.Equal((Id(1), context), (Assert.Single(traces).Key, traces[Id(1)]));
    }

    private static UnplacedRow Waits(string caseNo, long occurred, long received, int id) => new("mz", caseNo, occurred, received, Id(id), "case.step", $"{caseNo}/{id}");
}

public sealed class SqliteRecordTests() : RecordContract(EmptyStore.OnSqlite());

public sealed class PostgresRecordTests() : RecordContract(EmptyStore.OnPostgres());
