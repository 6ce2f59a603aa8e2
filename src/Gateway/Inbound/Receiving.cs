using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Inbound;

/// <summary>Keeps a task, once for each number of its platform. Answers the task that stands, and whether it was there; no task where the number means something else.</summary>
internal sealed class Receiving(TaskRow task) : WriteWork<(TaskRow? Task, bool IsRepeat)>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group)
    {
        if (group.Session.FindTask(task.Platform, task.Kind, task.PlatformNo) is { } known)
        {
            Answer = known.Digest.AsSpan().SequenceEqual(task.Digest) ? (known, true) : (null, false);
            return;
        }

        group.Session.Insert(task);
        TaskChange.Tell(task, before: null, code: null, group);
        Answer = (task, false);
    }
}
