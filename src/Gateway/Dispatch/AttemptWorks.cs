using System.Globalization;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// Writes a call down before its first byte goes out: an attempt without an end is one whose outcome nobody knows. Answers whether it may go out:
/// after a stop was written none does.
/// </summary>
internal sealed class AttemptStart(long id, Platform platform, byte[] sealedBody, IReadOnlyList<(Offer.Run Run, DeliveryRow Sent)> deliveries, DateTimeOffset at, PlatformGate gate) : WriteWork<bool>
{
    public override int Weight => deliveries.Count;

    public override void Apply(WriteGroup group)
    {
        Answer = !gate.IsStopped;
        if (!Answer)
        {
            return;
        }

        group.Add(new AttemptRow(id, platform.Name, at.ToUnixTimeMilliseconds(), null, null, null, deliveries.Count, sealedBody));
        foreach (var (run, sent) in deliveries)
        {
            group.Put(sent, run.Delivery.State);
        }
    }
}

/// <summary>Writes down how a call ended and what became of its deliveries.</summary>
internal sealed class Settlement(
    Platform platform, AttemptEnd end, IReadOnlyList<(DeliveryRow After, string Department)> deliveries, IReadOnlyList<NumberRow> numbers, DateTimeOffset hallNow) : WriteWork<bool>
{
    public override int Weight => deliveries.Count;

    public override void Apply(WriteGroup group)
    {
        group.Add(end);
        foreach (var (after, department) in deliveries)
        {
            group.Put(after, DeliveryState.Sent);
            if (after.State is DeliveryState.Confirmed or DeliveryState.Refused or DeliveryState.Unknown)
            {
                var code = after.State == DeliveryState.Refused ? RowState.Read(after.Rows).FirstOrDefault(row => row.State == RowState.Refused)?.Code : null;
                group.Add(new JournalRow(
                    hallNow.ToUnixTimeMilliseconds(), $"delivery.{after.State.Word()}", department, after.Subject, after.RecordId, platform.Name, after.State.Word(), code, null));
            }
        }

        foreach (var number in numbers)
        {
            group.AddForeign(number);
        }

        Answer = true;
    }
}

/// <summary>Deliveries behind a refused one: they wait, and say for what.</summary>
internal sealed class WaitBehind(IReadOnlyList<DeliveryRow> behind, string why) : WriteWork<bool>
{
    public override int Weight => behind.Count;

    public override void Apply(WriteGroup group)
    {
        // An operator may have seen to the refused one since the lane was read.
        var stillBlocked = group.Session.ReadLane(behind[0].Subject, behind[0].Platform).Any(one => one.State == DeliveryState.Refused && one.Position < behind[0].Position);
        foreach (var row in stillBlocked ? behind : [])
        {
            group.Put(row with { State = DeliveryState.Waiting, Why = why }, row.State);
        }

        Answer = true;
    }
}

/// <summary>The ids of the calls a delivery was in, oldest first; only the latest are kept.</summary>
internal static class AttemptIds
{
    private const int Kept = 50;

    public static string Add(string? ids, long id) => string.Join(',', Read(ids).Append(id).TakeLast(Kept).Select(one => one.ToString(CultureInfo.InvariantCulture)));

    public static IEnumerable<long> Read(string? ids) => ids is null ? [] : ids.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture));
}
