using System.Data.Common;

namespace ServiceHall.Gateway.Store;

/// <summary>The database behind the store: opens the one writer and any number of readers.</summary>
internal abstract class Database : IDisposable
{
    public abstract StoreSession OpenWriter();

    /// <summary>A connection that only reads; give it back by disposing of the lease.</summary>
    public abstract ReaderLease Reader();

    public abstract void Dispose();
}

/// <summary>A borrowed read connection.</summary>
internal readonly struct ReaderLease(DbConnection connection, Action<DbConnection> giveBack) : IDisposable
{
    public DbConnection Connection => connection;

    public void Dispose() => giveBack(connection);
}
