using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Intake;

/// <summary>
/// What becomes of a record and its deliveries when a higher version takes its place (contract section 2, "Corrections"): what no platform was sent,
/// or what one refused, is superseded; what is under way, unknown or confirmed stays, and the correction stands behind it in its place of the lane,
/// before all that comes later.
/// </summary>
internal sealed class Corrections(Hall hall, WriteGroup group)
{
    /// <summary>Puts a correction, or a withdrawal, in the place it has in the lanes of its case.</summary>
    /// <param name="corrected">The case with it.</param>
    /// <param name="existing">The case before.</param>
    /// <param name="place">Its place.</param>
    /// <param name="record">The record that corrects.</param>
    /// <param name="id">The id it is kept under.</param>
    /// <param name="standing">The version that stood there.</param>
    public void Take(Case corrected, Case existing, long place, Record record, Guid id, KeyRow standing)
    {
        Overtake(corrected.Id, lane => Places.Latest(lane, place), record.Key, standing);
        var lanes = group.DeliveriesOf(corrected.Id).ToLookup(row => row.Platform);
        foreach (var platform in hall.Platforms.Enabled)
        {
            var lane = lanes[platform.Name].ToList();
            group.Put(NewDeliveries.Row(corrected.Id, platform, Places.Next(lane, place), id, Born(corrected, id, platform, lane)), before: null);
            Replanned.Refresh(corrected, platform, group);
        }

        group.Put(corrected, changed => CaseRows.Of(changed, hall));
        CaseChange.Tell(existing, corrected, record, id, hall, group);
    }

    /// <summary>A correction of what is no event of a case, but a subject by itself; null where no platform would ever look for it.</summary>
    public void TakeForeign(long? subject, Record record, Guid id, KeyRow standing)
    {
        Overtake(subject, lane => Places.Latest(lane, 1), record.Key, standing);
        if (subject is { } number)
        {
            NewDeliveries.AddForeign(number, Places.Next(group.DeliveriesOf(number), 1), id, hall, group);
        }
    }

    /// <summary>What has a place of its own replaces a version that has none it could take: a withdrawal of nothing, or one whose place is lost.</summary>
    public void Replace(string key, KeyRow standing) =>
        Overtake(group.Record(standing.RecordId).CaseId, lane => lane.FirstOrDefault(row => row.RecordId == standing.RecordId), key, standing);

    private void Overtake(long? subject, Func<IEnumerable<DeliveryRow>, DeliveryRow?> find, string key, KeyRow standing)
    {
        var stays = false;
        foreach (var lane in (subject is { } number ? group.DeliveriesOf(number) : []).GroupBy(row => row.Platform, StringComparer.Ordinal))
        {
            switch (find(lane))
            {
                case { } latest when IsBegun(latest, lane):
                    stays |= latest.RecordId == standing.RecordId;
                    break;
                case { } latest:
                    group.Put(latest with { State = DeliveryState.Superseded, NextAt = null, Why = null }, latest.State);
                    break;
            }
        }

        if (!stays)
        {
            group.Supersede(group.Record(standing.RecordId), key, standing.State);
        }
    }

    // Whether the platform has it, or may have it. What another record carries has gone when that has, in whatever version.
    private static bool IsBegun(DeliveryRow delivery, IEnumerable<DeliveryRow> lane) => delivery.State switch
    {
        DeliveryState.Sent or DeliveryState.Unknown or DeliveryState.Confirmed => true,
        DeliveryState.Carried => lane.FirstOrDefault(row => row.RecordId.ToString() == delivery.Why) is { } carrier
            && lane.Any(row => Places.Of(row.Position) == Places.Of(carrier.Position) && row.State != DeliveryState.Carried && IsBegun(row, lane)),
        _ => RowState.Read(delivery.Rows).Any(row => row.State == RowState.Sent),
    };

    private static bool IsOnTheWay(DeliveryRow row) => row.Rows is not null && row.State is < DeliveryState.Confirmed or DeliveryState.Refused;

    // Where the platform holds anything of the case, or may yet (what was begun is not over, whatever became of its last call), only the sending knows
    // what differs: it may be rows of other records.
    internal static (DeliveryState State, string? Why) Born(Case corrected, Guid id, Platform platform, IReadOnlyList<DeliveryRow> lane)
    {
        if (lane.Any(row => IsOnTheWay(row) || RowState.Read(row.Rows).Any(one => one.State is RowState.Taken or RowState.Sent)))
        {
            return (DeliveryState.Pending, null);
        }

        return corrected.Events.FirstOrDefault(one => one.RecordId == id) is { } taken
            ? NewDeliveries.Born(platform.Plan(corrected, taken))
            : (DeliveryState.NotForThisPlatform, "该记录未曾报送，无需撤回");
    }
}
