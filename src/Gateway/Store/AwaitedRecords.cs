namespace ServiceHall.Gateway.Store;

/// <summary>
/// Lanes that wait for a record of another lane, in one transaction: who begins to, and who may go on. Whatever ends a delivery, it comes by here.
/// </summary>
internal sealed class AwaitedRecords(StoreSession session, WriteGroup group)
{
    /// <summary>How many are let go in one transaction: a matter may have a hundred thousand cases behind it, and others write too.</summary>
    public const int Page = 1_000;

    private readonly List<AwaitedRow> _new = [];
    private readonly List<KeyValuePair<long, string>> _released = [];

    /// <summary>Subjects whose lanes are to be looked at again once this is durable, and their departments.</summary>
    public IReadOnlyList<KeyValuePair<long, string>> Released => _released;

    /// <summary>Records for which others still wait, though there is nothing to wait for: the next page goes in another transaction.</summary>
    public List<AwaitedRecord> Left { get; } = [];

    /// <summary>From now on the lane of this subject waits for that record. False, and nothing is noted, where there is nothing to wait for (any more).</summary>
    public bool Await(string platform, long subject, string department, string key)
    {
        var deliveries = DeliveriesOf(platform, department, key);

        // What stands in its own lane has its order there; what stands behind it would be waited for by itself.
        if (deliveries.Exists(one => one.IsDone || one.Subject == subject))
        {
            return false;
        }

        _new.Add(new AwaitedRow(platform, subject, department, key, deliveries is [.., var latest] ? latest.Subject : null));
        return true;
    }

    /// <summary>Writes who waits, and lets those go on whose record is done now. Where nobody waits at a platform, that is one look a group.</summary>
    /// <param name="changed">The deliveries that the group changes.</param>
    /// <param name="taken">The records that are taken in it, and their subjects.</param>
    public void Flush(IReadOnlyCollection<DeliveryRow> changed, Func<IReadOnlyCollection<(string Department, string Key, long Subject)>> taken)
    {
        session.Upsert(_new);
        foreach (var lanes in changed.GroupBy(one => one.Platform, StringComparer.Ordinal).Where(lanes => session.HasAwaited(lanes.Key)))
        {
            session.Locate(lanes.Key, taken());
            foreach (var awaited in session.ReadAwaited(lanes.Key, [.. lanes.Where(one => one.IsDone).Select(one => one.Subject).Distinct()]))
            {
                if (DeliveriesOf(awaited.Platform, awaited.Department, awaited.Key).Exists(one => one.IsDone))
                {
                    Release(awaited);
                }
            }
        }
    }

    /// <summary>Lets a page of those go on who wait for a record.</summary>
    public void Release(AwaitedRecord awaited)
    {
        var page = session.Release(awaited, Page);
        _released.AddRange(page);
        if (page.Count == Page)
        {
            Left.Add(awaited);
        }
    }

    private List<DeliveryRow> DeliveriesOf(string platform, string department, string key) =>
    [
        .. group.Known(department, key)
            .Select(known => group.Record(known.RecordId))
            .Where(record => record.CaseId is not null)
            .SelectMany(record => group.DeliveriesOf(record.CaseId!.Value).Where(one => one.Platform == platform && one.RecordId == record.Id)),
    ];
}
