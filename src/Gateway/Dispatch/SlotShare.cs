using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// This gateway has its share of the slots from now on: who is dead is buried, what it has too much of it gives back (what a call is under way in later),
/// what nobody has it takes. Of calls that were under way in what it takes nobody knows how they went. One turn, so that no two gateways count differently.
/// </summary>
/// <param name="silent">Nodes to bury, with the beat that each was last seen with.</param>
internal sealed class SlotShare(Platforms platforms, OwnSlots own, IReadOnlyList<OtherNode> silent, DateTimeOffset now, DateTimeOffset hallNow, ILogger log) : WriteWork<bool>
{
    private readonly List<(string Platform, IReadOnlyList<int> Slots)> _taken = [];
    private readonly List<(string Platform, IReadOnlyList<int> Slots)> _left = [];
    private readonly List<OtherNode> _buried = [];

    public override int Weight => 1;

    // What it reads must not be what others in its group are about to write.
    public override Writing Writing => Writing.Alone;

    public override void Apply(WriteGroup group)
    {
        _taken.Clear();
        _left.Clear();
        _buried.Clear();
        _buried.AddRange(silent.Where(node => group.Session.Bury(node.Id, node.Beat)));
        var nodes = group.Session.CountNodes();
        var share = (Slots.Count + nodes - 1) / nodes;
        foreach (var platform in platforms.Enabled)
        {
            Share(group, platform, share);
        }

        Answer = true;
    }

    public override void Committed()
    {
        _buried.ForEach(node => DispatchLog.Buried(log, node.Name, node.Id));
        foreach (var (platform, slots) in _left)
        {
            own.Left(platform, slots);
        }

        foreach (var (platform, slots) in _taken)
        {
            own.Take(platform, slots);
            DispatchLog.SlotsTaken(log, slots.Count, own.Own(platform).Count, platform);
        }

        base.Committed();
    }

    private void Share(WriteGroup group, Platform platform, int share)
    {
        var mine = own.Own(platform.Name);
        if (mine.Count > share)
        {
            own.BeginToLeave(platform.Name, mine.Skip(share));
        }

        var leaving = own.Leaving(platform.Name);
        var wanted = share - mine.Count;
        if (wanted > 0 && leaving.Count > 0)
        {
            // Still its own in the store.
            var kept = leaving.Take(wanted).ToList();
            _taken.Add((platform.Name, kept));
            wanted -= kept.Count;
            leaving = [.. leaving.Skip(kept.Count)];
        }

        if (leaving.Count > 0)
        {
            _left.Add((platform.Name, group.Session.LeaveSlots(platform.Name, leaving)));
        }

        if (wanted > 0 && group.Session.TakeSlots(platform.Name, wanted) is { Count: > 0 } taken)
        {
            EndCalls(group, platform, taken);
            _taken.Add((platform.Name, taken));
        }
    }

    private void EndCalls(WriteGroup group, Platform platform, IReadOnlyList<int> taken)
    {
        var interrupted = group.EndOpenAttempts(
            platform.Name, taken, now.ToUnixTimeMilliseconds(), platform.Settings.WhenUnknown == OneWindowSettings.Person ? null : (now + platform.Settings.SettleAfter).ToUnixTimeMilliseconds());
        if (interrupted.Count > 0)
        {
            DispatchLog.Interrupted(log, interrupted.Count, platform.Name);
            group.Count($"delivery.{platform.Name}.{DeliveryState.Sent.Word()}", -interrupted.Count);
            group.Count($"delivery.{platform.Name}.{DeliveryState.Unknown.Word()}", interrupted.Count);
        }

        foreach (var row in interrupted)
        {
            group.Add(new JournalRow(
                hallNow.ToUnixTimeMilliseconds(), "delivery.unknown", row.Department, row.Subject, row.RecordId, platform.Name, DeliveryState.Unknown.Word(), null, null));
        }
    }
}

/// <summary>This gateway ends in order: what it had is anybody's at once.</summary>
internal sealed class LeaveNodes : WriteWork<bool>
{
    public override int Weight => 1;

    public override Writing Writing => Writing.Alone;

    public override void Apply(WriteGroup group) => group.Session.Leave();
}
