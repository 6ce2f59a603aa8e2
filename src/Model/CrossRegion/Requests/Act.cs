namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>One thing that one division did to a request: what is exchanged between the places, and never changed.</summary>
/// <param name="Division">Who did it.</param>
/// <param name="Sequence">Which of that division's acts it is, from 1.</param>
/// <param name="Seen">How many acts of each other division it knew of. It counts behind those.</param>
/// <param name="Clock">One more than the highest that it knew of, its own included: by it, then by division, all places put the acts in one order.</param>
/// <param name="At">When it was done.</param>
/// <param name="Deed">What was done.</param>
public sealed record Act(string Division, int Sequence, IReadOnlyDictionary<string, int> Seen, int Clock, DateTimeOffset At, Deed Deed);
