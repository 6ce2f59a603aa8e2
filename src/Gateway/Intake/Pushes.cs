using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Intake;

/// <summary>Takes the records of one call, whichever way it comes.</summary>
internal sealed class Pushes(RecordPreparer preparer, StoreWriter writer, Hall hall, Wakeups wakeups, RecordTraces traces)
{
    /// <summary>Judges and stores them; answers once they are durable, null where the hall is too busy to take any.</summary>
    public async Task<Pushed?> TakeAsync(PreparedRecord[] prepared, PushTrace? trace)
    {
        var work = new IntakeWork(prepared, hall, preparer) { Trace = trace };
        if (!writer.TryEnqueue(work))
        {
            return null;
        }

        var results = await work.Done;
        wakeups.Wake(work.Touched);
        return new Pushed(results, work, traces);
    }
}

/// <summary>What became of the records of one call.</summary>
/// <param name="Results">The verdicts, in their order.</param>
internal sealed record Pushed(IReadOnlyList<RecordResult> Results, IntakeWork Work, RecordTraces Traces)
{
    /// <summary>Tells its trace; after the answer, which does not wait for that.</summary>
    public Task TellAsync()
    {
        Work.Tell(Traces);
        return Task.CompletedTask;
    }
}
