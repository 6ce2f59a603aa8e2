using System.Diagnostics;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Intake;

/// <summary>Writes groups as the store's writer does and adds up what each part of it takes.</summary>
internal sealed class GroupWatch
{
    private long _from;

    public Dictionary<string, double> Seconds { get; } = [];

    public void Write(StoreSession session, WriteGroup group, IReadOnlyList<IntakeWork> works)
    {
        _from = Stopwatch.GetTimestamp();
        session.Begin();
        foreach (var work in works)
        {
            work.Declare(group);
        }

        group.Load();
        Lap("begin, keys and numbers read");
        foreach (var work in works)
        {
            work.Apply(group);
        }

        Lap("judged, case sealed, rows made (apply)");
        group.Flush();
        Lap("rows written (flush)");
        session.Commit();
        Lap("commit");
        group.Remember();
        foreach (var work in works)
        {
            work.Committed();
        }

        Lap("cases remembered, callers told");
        session.Idle();
        Lap("checkpoints");
    }

    private void Lap(string stage)
    {
        var now = Stopwatch.GetTimestamp();
        Seconds[stage] = Seconds.GetValueOrDefault(stage) + Stopwatch.GetElapsedTime(_from, now).TotalSeconds;
        _from = now;
    }
}
