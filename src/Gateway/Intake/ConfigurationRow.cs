using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Intake;

/// <summary>Makes the row of a configuration durable, or finds it; answers its id.</summary>
internal sealed class ConfigurationRow(string fingerprint, DateTimeOffset now) : WriteWork<long>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group) => Answer = group.Session.ConfigId(fingerprint, now.ToUnixTimeMilliseconds());
}
