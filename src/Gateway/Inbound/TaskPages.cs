using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Inbound;

/// <param name="Tasks">Each once, as it stands now, by its last change in this page.</param>
/// <param name="Place">Where to go on.</param>
/// <param name="Next">The same as readers keep it.</param>
internal sealed record TaskPage(IReadOnlyList<TaskRow> Tasks, long Place, string Next);

/// <summary>Pages of tasks by when they changed: the change feed's places, so that no change is missed.</summary>
internal sealed class TaskPages(Database database, TaskReader reader, ChangeFeed feed, Cursors cursors, TimeProvider machine)
{
    private const int Batch = 500;

    // Standard gRPC clients take no message over 4 MiB, and what is told of a task is more than what was sent.
    private const long MostBytes = 2 * 1024 * 1024;

    /// <summary>A page, at once or when there is something, by the time to wait; null where not all changes behind the place are kept.</summary>
    public async Task<TaskPage?> ReadAsync(ChangesQuery query, long? place, Caller caller, CancellationToken cancellationToken)
    {
        var since = machine.GetTimestamp();
        using var listening = query.Wait > TimeSpan.Zero ? feed.Listen() : null;
        while (true)
        {
            if (database.ReadChanges(new ChangeQuery(place, caller.ReadsOnly, query.Limit, OfTasks: true)) is not var (changes, next, isHead))
            {
                return null;
            }

            var some = Fitting(changes);
            var tasks = Of(some, caller);
            if (some.Count < changes.Count)
            {
                (next, isHead) = (some[^1].Standing, false);
            }

            if (tasks.Count > 0)
            {
                return new TaskPage(tasks, next.Number, cursors.Of(next));
            }

            place = next.Number;
            if (isHead)
            {
                if (await PassAsync(next.Number, cursors.Of(next), caller, query.Wait - machine.GetElapsedTime(since), cancellationToken) is not var (isThere, to, cursor))
                {
                    return null;
                }

                if (!isThere)
                {
                    return new TaskPage([], to, cursor);
                }

                place = to;
            }
        }
    }

    // Whatever else happens in the hall is passed over in memory, until a task of the reader's changes; null where not all changes are kept.
    private async Task<(bool IsThere, long Place, string Cursor)?> PassAsync(long place, string cursor, Caller caller, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var since = machine.GetTimestamp();
        while (await feed.GoesOnAsync(place, atMost - machine.GetElapsedTime(since), cancellationToken))
        {
            if (feed.Read(place, caller, Batch) is not { } page)
            {
                return null;
            }

            if (page.Changes.Any(change => change.What == ChangeRow.TaskChanged))
            {
                return (true, place, cursor);
            }

            (place, cursor) = (page.Next, page.Cursor);
        }

        return (false, place, cursor);
    }

    // As many as are no burden together, and one at least: what an application holds is the platform's to say.
    private IReadOnlyList<ChangeRow> Fitting(IReadOnlyList<ChangeRow> changes)
    {
        if (changes.Count == 0)
        {
            return changes;
        }

        var (sizes, sum, fitting) = (reader.Sizes([.. changes.Select(change => change.RecordId!.Value).Distinct()]), 0L, 0);
        foreach (var change in changes)
        {
            // A task that stands there again is told once.
            if (sizes.Remove(change.RecordId!.Value, out var size) && (sum += size) > MostBytes && fitting > 0)
            {
                break;
            }

            fitting++;
        }

        return fitting == changes.Count ? changes : [.. changes.Take(fitting)];
    }

    private List<TaskRow> Of(IReadOnlyList<ChangeRow> changes, Caller caller)
    {
        // From the back: the last change of each.
        List<Guid> ids = [.. changes.Reverse().Select(change => change.RecordId!.Value).Distinct().Reverse()];
        var rows = reader.Read(ids);
        return [.. ids.Select(id => rows[id]).Where(task => Tasks.MaySee(caller, task))];
    }
}
