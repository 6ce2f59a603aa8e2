using Npgsql;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Gateway.Tests.Store.Contract;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Nodes;

/// <summary>Leases: who lives is left alone, who is silent is buried, and who was buried writes nothing.</summary>
public sealed class PostgresLeaseTests : IDisposable
{
    private readonly string _schema = $"lease_{Guid.NewGuid():N}";
    private readonly List<PostgresDatabase> _nodes = [];

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        PostgresCluster.Drop(_schema);
    }

    [StoreFact]
    public void A_node_that_was_buried_writes_nothing_and_knows_it()
    {
        using var one = Join().OpenWriter();
        var other = Join();
        using var buried = other.OpenWriter();
        Write(buried, to => to.Insert([Row("before")]));
        Write(one, to => Assert.True(to.Bury(other.Lease.Node, Beat(other.Lease.Node))));

        var fault = Assert.ThrowsAny<PostgresException>(() => Write(buried, to => to.Insert([Row("after")])));

        Assert.Equal("SH001", fault.SqlState);
        Assert.True(buried.IsLost);
        Assert.Equal(["before"], Ask<string>("SELECT code FROM journal"));

        // The turn is free again.
        Write(one, to => to.Insert([Row("free")]));
    }

    [StoreFact]
    public async Task A_beat_that_has_moved_is_not_buried_and_one_that_stands_still_is_seen_to_be_silent()
    {
        var watching = Join();
        var seen = new TaskCompletionSource<OtherNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var dead = Join();
        var lives = Join();
        var id = dead.Lease.Node;
        watching.Lease.Looked = around =>
        {
            Assert.DoesNotContain(around.Others, node => node.IsSilent && node.Id == lives.Lease.Node);
            if (around.Others.FirstOrDefault(node => node.IsSilent) is { } silent)
            {
                seen.TrySetResult(silent);
            }
        };
        dead.Dispose();

        var silent = await seen.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(id, silent.Id);
        using var session = watching.OpenWriter();
        Write(session, to => Assert.False(to.Bury(lives.Lease.Node, Beat(lives.Lease.Node) - 1)));
        Write(session, to => Assert.True(to.Bury(silent.Id, silent.Beat)));
        Write(session, to => Assert.Equal(2, to.CountNodes()));
    }

    [StoreFact]
    public async Task By_its_own_lease_one_is_silent_not_by_who_looks()
    {
        var patient = Join(TimeSpan.FromMinutes(5));
        var dead = Join();
        var watching = Join();
        var seen = new TaskCompletionSource<IReadOnlyList<OtherNode>>(TaskCreationOptions.RunContinuationsAsynchronously);
        watching.Lease.Looked = around =>
        {
            if (around.Others.Any(node => node.Id == dead.Lease.Node && node.IsSilent))
            {
                seen.TrySetResult(around.Others);
            }
        };

        // Both stand still from about the same moment on.
        patient.Dispose();
        dead.Dispose();

        var others = await seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(others.Single(node => node.Id == patient.Lease.Node).IsSilent);
    }

    [StoreFact]
    public async Task A_node_hears_at_once_that_another_has_committed()
    {
        var one = Join();
        var other = Join();
        await Soon.ItHoldsAsync(() => one.Lease.HasOthers);
        var heard = other.Lease.HearAsync(TimeSpan.FromHours(1), CancellationToken.None);

        one.Lease.Committed();
        await one.Lease.CommitsAsync(CancellationToken.None);
        await one.Lease.TellAsync(CancellationToken.None);

        await heard.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [StoreFact]
    public void What_others_write_from_the_moment_on_at_which_a_node_joins_it_reads()
    {
        using var writer = Join().OpenWriter();
        Write(writer, to => to.Insert([Row("before")]));
        var joins = Join();

        Write(writer, to => to.Insert([Row("while it starts") with { Subject = 7 }]));

        Assert.Equal([7L], joins.Lease.ReadOthers(joins.Lease.Joined).Rows.Select(row => row.Subject));
    }

    [StoreFact]
    public async Task Whoever_comes_too_late_at_one_that_has_left_is_told_so_and_the_gateway_ends_in_order()
    {
        var session = Join().OpenWriter();
        using var sealer = new Sealer(DataKeys.Ephemeral());
        using var writer = new StoreWriter(session, sealer, new CaseCache(), groupLimit: 10, queueLimit: 100, Microsoft.Extensions.Logging.Abstractions.NullLogger<StoreWriter>.Instance);
        var leave = new LeaveNodes();
        writer.Enqueue(leave);
        await (Task)leave.Done;
        var late = new LeaveNodes();
        writer.Enqueue(late);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => late.Done);
        Assert.False(session.IsLost);
    }

    [StoreFact]
    public async Task One_that_hears_the_others_no_more_ends()
    {
        var one = Join();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        one.Lease.Lost = _ => lost.SetResult();
        var hearing = one.Lease.HearAsync(TimeSpan.FromHours(1), CancellationToken.None);

        Assert.Equal([1L], Ask<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN servicehall_' || md5(current_schema())"));

        await lost.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => hearing);
    }

    [StoreFact]
    public async Task One_that_was_buried_while_it_was_away_ends()
    {
        var one = Join();
        var other = Join();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Lease.Lost = _ => lost.SetResult();
        PostgresCluster.Run(PostgresCluster.Schema(_schema), $"DELETE FROM node WHERE id = {other.Lease.Node}");

        await lost.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.False(other.Lease.Outlasts(TimeSpan.Zero));
        Assert.False(one.Lease.IsLost);
    }

    [StoreFact]
    public void Slots_are_one_nodes_each_and_are_given_back_only_where_no_call_is_under_way()
    {
        var first = Join();
        var second = Join();
        using var one = first.OpenWriter();
        using var other = second.OpenWriter();
        IReadOnlyList<int> taken = [], refused = [], left = [];
        Write(one, to => taken = to.TakeSlots(Platform.OneWindow, 200));
        Write(other, to => refused = to.TakeSlots(Platform.OneWindow, 200));
        Assert.Equal((200, 56), (taken.Count, refused.Count));
        Assert.Empty(taken.Intersect(refused));
        var subject = Enumerable.Range(1, 1000).First(id => taken.Contains(Slots.Of(id)));
        Write(one, to => to.Upsert([new DeliveryRow(subject, Platform.OneWindow, 10, Guid.CreateVersion7(), Slots.Of(subject), DeliveryState.Sent, 0, null, null, null, null)]));

        Write(one, to => left = to.LeaveSlots(Platform.OneWindow, taken));
        Assert.Equal(taken.Except([Slots.Of(subject)]).Order(), left.Order());
        Write(other, to => Assert.Empty(to.LeaveSlots(Platform.OneWindow, taken)));

        Write(other, to => to.Leave());
        Write(one, to => Assert.Equal(255, to.TakeSlots(Platform.OneWindow, 256).Count));
        Assert.Equal([2L], Ask<long>($"SELECT DISTINCT fence FROM slot WHERE number IN ({string.Join(',', left)})"));
    }

    [StoreFact]
    public void A_newer_schema_is_worked_with_where_it_says_so_and_refused_where_it_does_not()
    {
        var older = Join();
        var known = older.ReadSchema().Known;
        PostgresCluster.Run(PostgresCluster.Schema(_schema), $"ALTER TABLE case_ ADD COLUMN only_newer_ones_know TEXT; INSERT INTO schema_version (number, oldest) VALUES ({known + 1}, {known})");
        using (var session = Join().OpenWriter())
        {
            Write(session, to => to.Insert([Row("beside a newer one")]));
        }

        // What it asks to say that it is ready.
        Assert.Equal((known, known), older.ReadSchema());
        PostgresCluster.Run(PostgresCluster.Schema(_schema), $"INSERT INTO schema_version (number, oldest) VALUES ({known + 2}, {known + 2})");
        var fault = Assert.Throws<InvalidDataException>(() => Join());

        Assert.Contains($"schema {known + 2}", fault.Message, StringComparison.Ordinal);
        Assert.Equal((known + 2, known), older.ReadSchema());
    }

    [StoreFact]
    public void A_script_says_who_can_go_on_beside_it_or_nobody_can()
    {
        Assert.Equal(3, Scripts.Oldest("-- works with gateways from schema 3\nALTER TABLE node ADD COLUMN colour TEXT;"));
        Assert.Null(Scripts.Oldest("-- what works with gateways from schema 3\nDROP TABLE node;"));
    }

    [StoreFact]
    public void Tables_are_not_changed_under_an_older_gateway_that_lives_and_a_dead_one_is_no_hindrance()
    {
        var older = Join();
        PostgresCluster.Run(PostgresCluster.Schema(_schema), $"UPDATE node SET schema = 3 WHERE id = {older.Lease.Node}");
        using var connection = PostgresConnections.OpenWriter(PostgresCluster.Schema(_schema));

        Assert.Contains("stop it first", Assert.Throws<StoreAwayException>(() => OlderNodes.MustBeGone(connection, 4)).Message, StringComparison.Ordinal);
        OlderNodes.MustBeGone(connection, 3);
        older.Dispose();
        OlderNodes.MustBeGone(connection, 4);

        Assert.Empty(Ask<long>("SELECT id FROM node"));
    }

    private static TimeSpan Lease => TimeSpan.FromSeconds(3);

    private static JournalRow Row(string code) => new(5, "record.rejected", "mz", null, null, null, null, code, null);

    private static void Write(StoreSession session, Action<StoreSession> change)
    {
        session.Begin();
        try
        {
            change(session);
            session.Commit();
        }
        catch
        {
            session.Rollback();
            throw;
        }
    }

    private PostgresDatabase Join(TimeSpan? lease = null)
    {
        var node = PostgresDatabase.Open(PostgresCluster.Schema(_schema), mayForget: true, new NodeOptions("a test's", lease ?? Lease));
        _nodes.Add(node);
        return node;
    }

    private long Beat(long node) => Ask<long>($"SELECT beat FROM node WHERE id = {node}")[0];

    private List<T> Ask<T>(string sql)
    {
        using var connection = new NpgsqlConnection(PostgresCluster.Schema(_schema));
        return [.. Dapper.SqlMapper.Query<T>(connection, sql)];
    }
}
