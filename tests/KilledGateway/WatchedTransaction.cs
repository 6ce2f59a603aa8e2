using ServiceHall.Gateway.Store;

namespace ServiceHall.KilledGateway;

/// <summary>Knows what a transaction holds, and so which moments it passes.</summary>
internal sealed class WatchedTransaction(Death death)
{
    private bool _holdsRecords;
    private bool _holdsAttempts;
    private bool _holdsEnds;

    public void Begins() => (_holdsRecords, _holdsAttempts, _holdsEnds) = (false, false, false);

    public void Holds(IReadOnlyCollection<RecordRow> records) => _holdsRecords |= records.Count > 0;

    public void Holds(IReadOnlyCollection<AttemptRow> attempts) => _holdsAttempts |= attempts.Count > 0;

    public void Holds(IReadOnlyCollection<AttemptEnd> attempts) => _holdsEnds |= attempts.Count > 0;

    /// <summary>All of it is written, and nothing committed.</summary>
    public void IsWritten()
    {
        Pass(_holdsRecords, Moment.BeforeCommit);
        Pass(_holdsEnds, Moment.Settlement);
    }

    public void IsCommitted()
    {
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
