namespace ServiceHall.Gateway.Store;

/// <summary>The database behind the store: opens the one writer and any number of readers.</summary>
internal abstract class Database : IDisposable
{
    /// <summary>How statements are written for it.</summary>
    public abstract Dialect Dialect { get; }

    public abstract StoreSession OpenWriter();

    /// <summary>Where several gateways may write: how long this one may count on being one of them. Null where it is alone.</summary>
    public abstract NodeLease? Lease { get; }

    /// <summary>A connection that only reads; give it back by disposing of the lease.</summary>
    public abstract ReaderLease Reader();

    /// <summary>
    /// The changes behind a place, in commit order. Looks at a bounded stretch of the journal, however little of it is asked for. Nothing ever comes to
    /// stand at or before a place that was answered: one writer numbers the journal. Null where not all that stood behind the place is kept.
    /// </summary>
    public ChangeRows? ReadChanges(ChangeQuery query)
    {
        using var reader = Reader();
        return NumberedChanges.Read(reader, query);
    }

    /// <summary>The place behind which nothing stands yet.</summary>
    public ChangePlace ReadLastPlace()
    {
        using var reader = Reader();
        return NumberedChanges.Last(reader);
    }

    /// <summary>What stands at a place; null where nothing does.</summary>
    public ChangePlace? ReadPlace(long number)
    {
        using var reader = Reader();
        return NumberedChanges.Place(reader, number);
    }

    /// <summary>The schema's number as it stands in the store, and the one this build brings it to. One that a newer gateway made, and beside which this one can go on, counts as its own.</summary>
    public abstract (int Applied, int Known) ReadSchema();

    public abstract void Dispose();
}
