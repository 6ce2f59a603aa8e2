namespace ServiceHall.Model.Cases;

/// <summary>好差评: one rating of one service of a case.</summary>
public sealed record Evaluation : EventData
{
    public string? Channel { get; init; }

    /// <summary>A word: of the numbers that systems send, 1 is the best here and the worst there.</summary>
    public string? Level { get; init; }
    public IReadOnlyList<string>? Options { get; init; }
    public string? Comment { get; init; }

    /// <summary>Which service of the case, from 1.</summary>
    public int? ServiceNo { get; init; }

    /// <summary>A word of <see cref="Codes.Words.ServiceStep"/>.</summary>
    public string? ServiceStep { get; init; }

    /// <summary>Which rating of that service, from 1.</summary>
    public int? Sequence { get; init; }
    public bool? Anonymous { get; init; }
    public string? ServedBy { get; init; }
    public string? Window { get; init; }
}
