using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>
/// Lets go of changes that are older than <c>Status:ChangesKept</c>, by the machine's clock: notes a hundred times in that time how far the journal has
/// come, so that a change is kept at least so long and a fiftieth longer at the most.
/// </summary>
internal sealed class ChangeKeeping(StoreWriter writer, GatewaySettings settings, TimeProvider machine) : BackgroundService
{
    private const int Marks = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var kept = settings.Status.ChangesKept;
        while (true)
        {
            // What can't be written is logged by the writer, and tried again. It looks twice as often as it notes: a mark missed by a moment is not missed for long.
            writer.Enqueue(new ChangeMark(kept, kept / Marks, machine));
            await Task.Delay(kept / Marks / 2, machine, stoppingToken);
        }
    }
}

/// <summary>Notes how far the changes have come, and forgets those that are too old. A row or two.</summary>
internal sealed class ChangeMark(TimeSpan kept, TimeSpan every, TimeProvider machine) : WriteWork<bool>
{
    public override int Weight => 1;

    // What is in the journal by now was committed: this group has not written into it yet.
    public override void Apply(WriteGroup group)
    {
        var now = machine.GetUtcNow();
        group.Session.MarkChanges(now.ToUnixTimeMilliseconds(), (now - every).ToUnixTimeMilliseconds(), (now - kept).ToUnixTimeMilliseconds());
    }
}
