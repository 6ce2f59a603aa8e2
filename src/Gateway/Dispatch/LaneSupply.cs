using System.Data.Common;
using System.Threading.Channels;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Reads into the queue what stands in the store: whatever is open in a slot that becomes this gateway's, and what was left out for want of room.</summary>
internal sealed class LaneSupply(Platform platform, LaneQueue queue, LaneReader lanes, OwnSlots slots, TimeProvider machine, ILogger log)
{
    private const int Page = 10_000;

    private readonly Channel<int> _taken = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });

    public Task RunAsync(CancellationToken cancellationToken)
    {
        slots.Listen(platform.Name, slot => _taken.Writer.TryWrite(slot));
        return Task.WhenAll(ResumeAsync(cancellationToken), RefillAsync(cancellationToken));
    }

    // When it starts, or takes over from another.
    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await foreach (var slot in _taken.Reader.ReadAllAsync(cancellationToken))
        {
            await ReadAsync(() => Resume(slot, cancellationToken), cancellationToken);
        }
    }

    private void Resume(int slot, CancellationToken cancellationToken)
    {
        var after = 0L;
        while (!cancellationToken.IsCancellationRequested && lanes.Open(platform.Name, slot, after, Page) is { Count: > 0 } page)
        {
            foreach (var (subject, department) in page)
            {
                queue.LookAgain(subject, department);
            }

            after = page[^1].Subject;
        }
    }

    private async Task RefillAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wanted = await queue.NextRefillAsync(cancellationToken);
            await ReadAsync(() => queue.Fill(wanted, lanes.Due(platform.Name, wanted.Department, wanted.After, wanted.Most, machine.GetUtcNow())), cancellationToken);
        }
    }

    // A store that can't be read is read again.
    private async Task ReadAsync(Action read, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                read();
                return;
            }
            catch (DbException fault)
            {
                DispatchLog.Failed(log, fault, platform.Name);
                await Task.Delay(platform.Settings.Schedule[0], machine, cancellationToken);
            }
        }
    }
}
