namespace ServiceHall.Model.CrossRegion;

/// <summary>What became of a division.</summary>
public enum SuccessionKind
{
    /// <summary>更名、改码: the same place under another code, with all that lies in it.</summary>
    Renamed,

    /// <summary>并入: the place is part of another one now.</summary>
    Merged,

    /// <summary>拆分: several took over parts of it; which one is a question of the address.</summary>
    Split,
}

/// <summary>行政区划变更: from that day on a division's code stands for another.</summary>
/// <param name="Code">The code that ended, 6 to 12 digits.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Successors">One code; of a split two at least.</param>
/// <param name="From">The first day of the new code.</param>
public sealed record DivisionSuccession(string Code, SuccessionKind Kind, IReadOnlyList<string> Successors, DateOnly From);
