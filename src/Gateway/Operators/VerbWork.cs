using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Operators;

/// <summary>Why an order was not carried out.</summary>
internal sealed record Refusal(ProblemCode Code, string? Detail = null);

/// <summary>
/// What an operator has done to the store, alone in its transaction, so that states are looked at and changed in one; a rehearsal is rolled back.
/// Answers null, or why it was refused; then it has changed nothing.
/// </summary>
internal abstract class VerbWork(Order order) : WriteWork<Refusal?>
{
    // The minutes for which a signature is good, before and behind, and as many as the clocks of two gateways may be apart.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(65);

    public Order Order => order;

    /// <summary>The cases that have something new to deliver, each with its department.</summary>
    public Dictionary<long, string> Touched { get; } = [];

    public override int Weight => 1;

    public override Writing Writing => order.IsRehearsal ? Writing.Rehearsed : Writing.Alone;

    /// <inheritdoc/>
    /// <remarks>An order is carried out once, also where somebody plays it again after a restart or at another gateway: its nonce is kept in the same transaction.</remarks>
    public sealed override void Apply(WriteGroup group)
    {
        if (group.Session.IsUsed(order.Nonce.Digest))
        {
            Answer = new Refusal(ProblemCodes.NonceRepeated);
            return;
        }

        CarryOut(group);
        if (Answer is null)
        {
            group.Session.Use(order.Nonce.Digest, order.Nonce.SignedAt.ToUnixTimeMilliseconds(), (order.Nonce.SignedAt - Kept).ToUnixTimeMilliseconds());
        }
    }

    protected abstract void CarryOut(WriteGroup group);
}
