using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.KilledGateway;

/// <summary>The embedded store; its writer passes the moments of a commit.</summary>
internal sealed class WatchedDatabase(SqliteDatabase database, Death death) : Database
{
    public override Dialect Dialect => database.Dialect;

    public override StoreSession OpenWriter() => new WatchedSession(database.ConnectWriter(), death);

    public override ReaderLease Reader() => database.Reader();

    public override (int Applied, int Known) ReadSchema() => database.ReadSchema();

    public override void Dispose() => database.Dispose();
}

/// <summary>Knows what its transaction holds.</summary>
internal sealed class WatchedSession(SqliteConnection connection, Death death) : SqliteSession(connection)
{
    private bool _holdsRecords;
    private bool _holdsAttempts;
    private bool _holdsEnds;

    public override void Begin()
    {
        (_holdsRecords, _holdsAttempts, _holdsEnds) = (false, false, false);
        base.Begin();
    }

    public override void Insert(IReadOnlyCollection<RecordRow> records)
    {
        _holdsRecords |= records.Count > 0;
        base.Insert(records);
    }

    public override void Insert(IReadOnlyCollection<AttemptRow> attempts)
    {
        _holdsAttempts |= attempts.Count > 0;
        base.Insert(attempts);
    }

    public override void End(IReadOnlyCollection<AttemptEnd> attempts)
    {
        _holdsEnds |= attempts.Count > 0;
        base.End(attempts);
    }

    public override void Commit()
    {
        Pass(_holdsRecords, Moment.BeforeCommit);
        Pass(_holdsEnds, Moment.Settlement);
        base.Commit();
        Pass(_holdsRecords, Moment.AfterCommit);
        Pass(_holdsAttempts, Moment.AttemptWritten);
        Pass(_holdsEnds, Moment.Settled);
    }

    private void Pass(bool holds, Moment moment)
    {
        if (holds)
        {
            death.Passes(moment);
        }
    }
}
