using ServiceHall.Gateway.Operators;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Model.Judging;
using static ServiceHall.Gateway.Tests.Store.Contract.EmptyStore;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>What every store promises of cases, counters, and what operators look for and decide.</summary>
public abstract class CaseContract(EmptyStore store) : StoreContract(store)
{
    private readonly StoreSession _session = store.Session;

    [StoreFact]
    public void A_case_is_kept_whole_as_it_was_written_last()
    {
        Store.Write(to => to.Upsert([Case(1), Case(2, "rs")]));
        Store.Write(to => to.Upsert([new CaseRow(1, "other", "matter", "other", 5, 70, 80, [1, 0, 2])]));

        var cases = _session.ReadCases([1, 2, 3]).OrderBy(one => one.Id).ToList();

        // Whose it is and where never changes.
        Assert.Equivalent(new[] { new CaseRow(1, "mz", "matter", "990001", 5, null, null, [1, 0, 2]), Case(2, "rs") }, cases, strict: true);
    }

    [StoreFact]
    public void A_number_keeps_its_first_owner()
    {
        Store.Write(to => to.Insert([new NumberRow("MZ-1", "mz", 1), new NumberRow("MZ-1", "province", 2), new NumberRow("MZ-1", "mz", 3)]));
        Store.Write(to => to.Insert([new NumberRow("MZ-1", "mz", 4)]));

        var numbers = _session.ReadNumbers([("MZ-1", "mz"), ("MZ-1", "province"), ("mz-1", "mz")]).OrderBy(row => row.Issuer, StringComparer.Ordinal);

        Assert.Equal([new NumberRow("MZ-1", "mz", 1), new NumberRow("MZ-1", "province", 2)], numbers);
    }

    [StoreFact]
    public void New_cases_get_numbers_that_none_has_also_where_only_deliveries_have_them()
    {
        var block = _session.TakeCaseIds();
        Assert.Equal(1, block.First);
        Assert.True(block.Last >= 100);

        Store.Write(to => to.Upsert([Case(3)]), to => to.Upsert([Delivery(5, 1), Delivery(4, 1)]));
        Store.Reopen();

        Assert.Equal(Store.Database is PostgresDatabase ? block.Last + 1 : 6, Store.Session.TakeCaseIds().First);
    }

    [StoreFact]
    public void Counters_add_up_and_are_read_by_the_beginning_of_their_names()
    {
        Store.Write(to => to.Count(new Dictionary<string, long> { ["record.taken"] = 2, ["record_parked"] = 7 }));
        Store.Write(to => to.Count(new Dictionary<string, long> { ["record.taken"] = -1, ["record.parked"] = 4 }));

        using var reader = Store.Database.Reader();
        Assert.Equal(new Dictionary<string, long> { ["parked"] = 4, ["taken"] = 1 }, Counters.Read(reader.Connection, "record."));
    }

    [StoreFact]
    public void What_is_stuck_is_listed_by_pages_as_it_was_judged()
    {
        Store.Write(to => to.Insert(
        [
            Store.Record(Id(9), RecordState.Quarantined), Store.Record(Id(1), RecordState.Parked), Store.Record(Id(5), RecordState.Quarantined, rule: "matter.unknown"),
            Store.Record(Id(3), RecordState.Quarantined, "rs"), Store.Record(Id(2)),
        ]));
        var page = new StuckQuery(RecordState.Quarantined, Guid.Empty, 2, null, null, null);

        AreFound([Id(9), Id(5)], page);
        AreFound([Id(3)], page with { After = Id(5) });
        AreFound([Id(9), Id(5)], page with { Department = "mz", Most = 9 });
        AreFound([Id(5)], page with { Rule = "matter.unknown", Kind = "case.step" });
        AreFound([], page with { Kind = "case.closed" });
        Assert.Equal([Id(9), Id(5), Id(3)], _session.AsJudged([Id(3), Id(5), Id(8), Id(9)]));

        Store.Write(to => to.MarkSettled(Id(9), 70));

        AreFound([Id(5), Id(3)], page);
        Assert.Equal((true, false), (_session.IsSettled(Id(9)), _session.IsSettled(Id(5))));

        void AreFound(IEnumerable<Guid> ids, StuckQuery query)
        {
            Assert.Equal(ids, _session.FindStuck(query));
            Assert.Equal(ids, new StuckReader(Store.Database).Find(query));
        }
    }

    [StoreFact]
    public void Lanes_that_wait_for_a_person_are_listed_by_pages()
    {
        Store.Write(to => to.Upsert(
        [
            Delivery(1, 10, DeliveryState.Refused), Delivery(2, 10, DeliveryState.Unknown), Delivery(3, 10, DeliveryState.Unknown, 90), Delivery(2, 5, DeliveryState.Refused, platform: "hotline"), Delivery(4, 10),
        ]));
        var stuck = new StuckReader(Store.Database);

        var all = stuck.FindBlocking(new LaneCursor("", 0, 0), null, 10);

        Assert.Equal([("hotline", 2L, 5L), ("one-window", 1L, 10L), ("one-window", 2L, 10L)], all.Select(one => (one.Platform, one.Subject, one.Position)));
        Assert.Equal(Id(205), new Guid(all[0].RecordId, bigEndian: true));
        Assert.Equal([2L], stuck.FindBlocking(new LaneCursor("one-window", 1, 10), null, 10).Select(one => one.Subject));
        Assert.Equal([1L], stuck.FindBlocking(new LaneCursor("", 0, 0), "one-window", 1).Select(one => one.Subject));
    }

    [StoreFact]
    public void A_platform_is_stopped_once_and_started_however_often()
    {
        var stop = new PlatformStop("one-window", 5, "operator", [1]);
        var answers = new List<bool>();

        Store.Write(to => answers.Add(to.Stop(stop)), to => answers.Add(to.Stop(stop)), to => answers.Add(to.IsStopped("one-window")));
        Store.Write(to => to.Start("one-window"), to => to.Start("one-window"), to => answers.Add(to.IsStopped("one-window")));

        Assert.Equal([true, false, true, false], answers);
    }
}

public sealed class SqliteCaseTests() : CaseContract(EmptyStore.OnSqlite());

public sealed class PostgresCaseTests() : CaseContract(EmptyStore.OnPostgres());
