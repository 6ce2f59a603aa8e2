using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Intake;

/// <summary>Takes the records of one call, whichever way it comes.</summary>
internal sealed class Pushes(RecordPreparer preparer, StoreWriter writer, Hall hall, Wakeups wakeups, RecordTraces traces)
{
    /// <summary>Judges and stores them; the verdicts in their order once they are durable, null where the hall is too busy to take any.</summary>
    public async Task<IReadOnlyList<RecordResult>?> TakeAsync(PreparedRecord[] prepared, PushTrace? trace)
    {
        var work = new IntakeWork(prepared, hall, preparer) { Trace = trace };
        if (!writer.TryEnqueue(work))
        {
            return null;
        }

        var results = await work.Done;
        wakeups.Wake(work.Touched);
        work.Tell(traces);
        return results;
    }
}
