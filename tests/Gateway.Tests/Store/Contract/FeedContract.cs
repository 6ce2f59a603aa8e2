using ServiceHall.Gateway.Store;
using static ServiceHall.Gateway.Tests.Store.Contract.EmptyStore;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>What every store promises of the journal and of the feed that is made of it.</summary>
public abstract class FeedContract(EmptyStore store) : StoreContract(store)
{
    private const string Taken = "record.taken";

    [StoreFact]
    public void Changes_come_in_commit_order_each_to_its_own_reader()
    {
        Store.Write(to => to.Insert([Entry(Taken), Entry("platform.stopped"), Entry("record.parked", "rs")]));
        Store.Write(to => to.Insert([new JournalRow(6, Taken, "mz", 8, Id(1), "one-window", "confirmed", "E1", [1], "operator", [2])]));

        var all = Store.Database.ReadChanges(new ChangeQuery(null, null, 10))!;
        var own = Store.Database.ReadChanges(new ChangeQuery(1, ["mz", "sj"], 10))!;

        Assert.Equal([1, 3, 4], all.Rows.Select(row => row.Place));
        Assert.Equal(new ChangeRow(4, 6, Taken, "mz", 8, Id(1), "one-window", "confirmed", "E1"), all.Rows[^1]);
        Assert.Equal([4L], own.Rows.Select(row => row.Place));
        Assert.Equal((new ChangePlace(4, 6, Id(1)), true), (own.Next, own.IsHead));
        Assert.Empty(Store.Database.ReadChanges(new ChangeQuery(0, [], 10))!.Rows);
    }

    [StoreFact]
    public void A_page_ends_where_it_is_full_and_the_next_goes_on_from_there()
    {
        Store.Write(to => to.Insert([.. Enumerable.Range(0, 7).Select(at => Entry(Taken, at: at))]));

        var first = Store.Database.ReadChanges(new ChangeQuery(null, null, 5))!;
        var second = Store.Database.ReadChanges(new ChangeQuery(first.Next.Number, null, 5))!;
        var third = Store.Database.ReadChanges(new ChangeQuery(second.Next.Number, null, 5))!;

        Assert.Equal((5L, false, 7L, true), (first.Next.Number, first.IsHead, second.Next.Number, second.IsHead));
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6], first.Rows.Concat(second.Rows).Select(row => row.At));
        Assert.Empty(third.Rows);
        Assert.Equal(second.Next, third.Next);
    }

    [StoreFact]
    public void What_is_rolled_back_leaves_no_hole()
    {
        Store.Session.Begin();
        Store.Session.Insert([Entry(Taken, at: 1), Entry(Taken, at: 2)]);
        Store.Session.Rollback();
        Store.Write(to => to.Insert([Entry(Taken, at: 3)]));
        Store.Reopen();
        Store.Write(to => to.Insert([Entry(Taken, at: 4)]));

        var changes = Store.Database.ReadChanges(new ChangeQuery(null, null, 10))!.Rows;

        Assert.Equal([(1, 3), (2, 4)], changes.Select(row => (row.Place, row.At)));
    }

    [StoreFact]
    public void A_place_is_what_stands_there()
    {
        Assert.Equal(ChangePlace.Origin, Store.Database.ReadLastPlace());
        Store.Write(to => to.Insert([Entry("platform.stopped", at: 9)]));

        Assert.Equal(new ChangePlace(1, 9, null), Store.Database.ReadLastPlace());
        Assert.Equal(new ChangePlace(1, 9, null), Store.Database.ReadPlace(1));
        Assert.Equal(ChangePlace.Origin, Store.Database.ReadPlace(0));
        Assert.Null(Store.Database.ReadPlace(2));
    }

    [StoreFact]
    public void What_is_too_old_is_let_go_and_whoever_stands_before_it_is_told()
    {
        Store.Write(to => to.Insert([Entry(Taken), Entry(Taken)]), to => to.MarkChanges(now: 100, since: 90, expired: 0));
        Store.Write(to => to.Insert([Entry(Taken)]), to => to.MarkChanges(now: 105, since: 95, expired: 0));
        Assert.Equal(3, Store.Database.ReadChanges(new ChangeQuery(null, null, 10))!.Rows.Count);

        Store.Write(to => to.MarkChanges(now: 200, since: 190, expired: 100));

        Assert.Equal([3L], Store.Database.ReadChanges(new ChangeQuery(null, null, 10))!.Rows.Select(row => row.Place));
        Assert.Null(Store.Database.ReadChanges(new ChangeQuery(1, null, 10)));
        Assert.NotNull(Store.Database.ReadChanges(new ChangeQuery(2, null, 10)));
    }
}

public sealed class SqliteFeedTests() : FeedContract(EmptyStore.OnSqlite());

public sealed class PostgresFeedTests() : FeedContract(EmptyStore.OnPostgres());
