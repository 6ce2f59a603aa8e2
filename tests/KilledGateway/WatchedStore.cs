using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.KilledGateway;

/// <summary>The store, whichever it is; its writer passes the moments of a commit.</summary>
internal sealed class WatchedDatabase(Database database, Death death) : Database
{
    public override Dialect Dialect => database.Dialect;

    public override NodeLease? Lease => database.Lease;

    public override StoreSession OpenWriter() => database switch
    {
        SqliteDatabase sqlite => new WatchedSqliteSession(sqlite.ConnectWriter(), death),
        PostgresDatabase postgres => new WatchedPostgresSession(postgres, death),
        _ => throw new UnreachableException(),
    };

    public override ReaderLease Reader() => database.Reader();

    public override (int Applied, int Known) ReadSchema() => database.ReadSchema();

    public override void Dispose() => database.Dispose();
}

internal sealed class WatchedSqliteSession(SqliteConnection connection, Death death) : SqliteSession(connection)
{
    private readonly WatchedTransaction _transaction = new(death);

    public override void Begin()
    {
        _transaction.Begins();
        base.Begin();
    }

    public override void Insert(IReadOnlyCollection<RecordRow> records)
    {
        _transaction.Holds(records);
        base.Insert(records);
    }

    public override void Insert(IReadOnlyCollection<AttemptRow> attempts)
    {
        _transaction.Holds(attempts);
        base.Insert(attempts);
    }

    public override void End(IReadOnlyCollection<AttemptEnd> attempts)
    {
        _transaction.Holds(attempts);
        base.End(attempts);
    }

    public override void Commit()
    {
        _transaction.IsWritten();
        base.Commit();
        _transaction.IsCommitted();
    }
}

internal sealed class WatchedPostgresSession(PostgresDatabase database, Death death) : PostgresSession(database.Writer, database.Lease.Node)
{
    private readonly WatchedTransaction _transaction = new(death);

    public override void Begin()
    {
        _transaction.Begins();
        base.Begin();
    }

    public override void Insert(IReadOnlyCollection<RecordRow> records)
    {
        _transaction.Holds(records);
        base.Insert(records);
    }

    public override void Insert(IReadOnlyCollection<AttemptRow> attempts)
    {
        _transaction.Holds(attempts);
        base.Insert(attempts);
    }

    public override void End(IReadOnlyCollection<AttemptEnd> attempts)
    {
        _transaction.Holds(attempts);
        base.End(attempts);
    }

    public override void Commit()
    {
        // What waits to go with the commit goes with whatever is read: the server holds it all, uncommitted.
        HasAwaited("");
        _transaction.IsWritten();
        base.Commit();
        _transaction.IsCommitted();
    }
}
