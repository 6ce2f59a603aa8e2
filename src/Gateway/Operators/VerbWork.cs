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
    public Order Order => order;

    /// <summary>The cases that have something new to deliver, each with its department.</summary>
    public Dictionary<long, string> Touched { get; } = [];

    public override int Weight => 1;

    public override Writing Writing => order.IsRehearsal ? Writing.Rehearsed : Writing.Alone;
}
