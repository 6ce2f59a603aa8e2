using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>The configuration that a gateway begins with.</summary>
internal sealed class Opening(string fingerprint, DateTimeOffset now) : WriteWork<long>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group) => Answer = group.Session.ConfigId(fingerprint, now.ToUnixTimeMilliseconds());
}
