using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>The first thing a gateway writes: its configuration, its slots, and that nobody knows what became of the calls its predecessor had under way.</summary>
internal sealed class Opening(string fingerprint, Platforms platforms, DateTimeOffset now, DateTimeOffset hallNow, ILogger log) : WriteWork<long>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group)
    {
        var at = now.ToUnixTimeMilliseconds();
        foreach (var platform in platforms.Enabled)
        {
            group.Session.TakeSlots(platform.Name, Environment.MachineName, at);
            var interrupted = group.EndOpenAttempts(
                platform.Name, at, platform.Settings.WhenUnknown == OneWindowSettings.Person ? null : (now + platform.Settings.SettleAfter).ToUnixTimeMilliseconds());
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

        Answer = group.Session.ConfigId(fingerprint, at);
    }
}
