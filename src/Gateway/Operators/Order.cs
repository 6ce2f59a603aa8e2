using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Operators;

/// <summary>Who orders something, why, and whether only to see what would come of it. Printing one reveals nothing: a reason may name somebody.</summary>
/// <param name="Nonce">What it was signed with.</param>
internal sealed record Order(string Actor, string Reason, bool IsRehearsal, CallNonce Nonce)
{
    /// <inheritdoc/>
    public override string ToString() => $"order of {Actor}";
}
