using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Gateway.Store;
using static ServiceHall.Gateway.Tests.Store.Contract.EmptyStore;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>What every store promises the one gateway that works on it.</summary>
public abstract class GatewayContract(EmptyStore store) : StoreContract(store)
{
    [StoreFact]
    public void A_second_gateway_is_refused_where_there_can_be_but_one_and_the_first_goes_on()
    {
        if (Store.Database.Lease is { } lease)
        {
            using var second = Store.Address.Open(mayForget: true);
            Assert.NotEqual(lease.Node, second.Lease!.Node);
            return;
        }

        var fault = Assert.ThrowsAny<IOException>(() => Store.Address.Open(mayForget: true));

        Assert.Contains("Another gateway is working with", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Store:ConnectionString", fault.Message, StringComparison.Ordinal);
        Store.Write(to => to.Insert([Key("a", 1, Id(1))]));
        Assert.False(Store.Session.IsLost);
    }

    [StoreFact]
    public void What_was_committed_is_there_for_the_next_gateway()
    {
        Store.Write(to => to.Insert([Key("a", 1, Id(1))]));

        Store.Reopen();

        Assert.Single(Store.Session.ReadKeys([("mz", "a")]));
        Assert.Equal(Store.Database.ReadSchema().Known, Store.Database.ReadSchema().Applied);
    }

    [StoreFact]
    public void Whoever_reads_cannot_write()
    {
        using var lease = Store.Database.Reader();
        using var outside = Store.Address.OpenReadOnly();

        Assert.ThrowsAny<DbException>(() => lease.Connection.Execute("DELETE FROM record"));
        Assert.ThrowsAny<DbException>(() => outside.Connection.Execute("DELETE FROM record"));
    }

    [StoreFact]
    public void Whoever_reads_sees_what_is_committed_and_nothing_else()
    {
        using var lease = Store.Database.Reader();
        Store.Session.Begin();
        Store.Session.Insert([Key("a", 1, Id(1))]);
        Assert.Single(Store.Session.ReadKeys([("mz", "a")]));
        Assert.Equal(0, Keys());

        Store.Session.Commit();

        Assert.Equal(1, Keys());

        long Keys() => lease.Connection.ExecuteScalar<long>("SELECT count(*) FROM record_key");
    }

    [StoreFact]
    public void A_snapshot_does_not_move()
    {
        using var reader = Store.Address.OpenReadOnly();
        reader.Connection.Execute(reader.Dialect.BeginSnapshot);
        Assert.Equal(0, Keys());

        Store.Write(to => to.Insert([Key("a", 1, Id(1))]));

        Assert.Equal(0, Keys());
        reader.Connection.Execute("ROLLBACK");
        Assert.Equal(1, Keys());

        long Keys() => reader.Connection.ExecuteScalar<long>("SELECT count(*) FROM record_key");
    }

    [StoreFact]
    public async Task Of_works_that_wait_together_only_the_one_that_cannot_be_written_fails()
    {
        Store.Write(to => to.Insert([Key("k-13", 1, Id(99))]));
        using var sealer = new Sealer(DataKeys.Ephemeral());
        var works = Enumerable.Range(0, 40).Select(number => new OneKey($"k-{number}")).ToList();
        using (var writer = new StoreWriter(Store.Session, sealer, new CaseCache(), groupLimit: 100, queueLimit: 1000, NullLogger<StoreWriter>.Instance))
        {
            works.ForEach(writer.Enqueue);
        }

        Store.Reopen();
        var failed = new List<int>();
        for (var number = 0; number < works.Count; number++)
        {
            if (await Xunit.Record.ExceptionAsync(() => works[number].Done) is DbException)
            {
                failed.Add(number);
            }
        }

        Assert.Equal([13], failed);
        Assert.Equal(40, Store.Session.ReadKeys([.. Enumerable.Range(0, 40).Select(number => ("mz", $"k-{number}"))]).Count());
        using var reader = Store.Database.Reader();
        Assert.Equal(39, Counters.Read(reader.Connection, "key.")["written"]);
        Assert.Equal(39, Store.Database.ReadLastPlace().Number);
    }

    [StoreFact]
    public void A_nonce_is_kept_until_its_order_is_too_old()
    {
        byte[] mine = [.. Enumerable.Range(0, 16).Select(n => (byte)(n * 17))];
        byte[] others = [.. mine.Reverse()];
        var answers = new List<bool>();
        Store.Write(to => answers.Add(to.IsUsed(mine)), to => to.Use(mine, signedAt: 100, oldest: 50), to => answers.Add(to.IsUsed(mine)), to => answers.Add(to.IsUsed(others)));
        Assert.Equal([false, true, false], answers);

        Store.Reopen();
        Store.Write(to => to.Use(others, signedAt: 150, oldest: 100), to => answers.Add(to.IsUsed(mine)));
        Store.Write(to => to.Use([1], signedAt: 200, oldest: 101), to => answers.Add(to.IsUsed(mine)), to => answers.Add(to.IsUsed(others)));

        Assert.Equal([true, false, true], answers[3..]);
    }

    private sealed class OneKey(string key) : WriteWork<bool>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group)
        {
            group.Add(Key(key, 1, Guid.CreateVersion7()));
            group.Count("key.written", 1);
            group.Add(Entry("record.rejected"));
            Answer = true;
        }
    }
}

public sealed class SqliteGatewayTests() : GatewayContract(EmptyStore.OnSqlite());

public sealed class PostgresGatewayTests() : GatewayContract(EmptyStore.OnPostgres());
