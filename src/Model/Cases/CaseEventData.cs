namespace ServiceHall.Model.Cases;

/// <summary>补正告知: what is missing, told once (行政许可法, article 32).</summary>
public sealed record SupplementRequested : EventData
{
    public string? Reason { get; init; }
    public IReadOnlyList<Material>? Materials { get; init; }
    public string? RequestedBy { get; init; }

    /// <inheritdoc/>
    public override string? By => RequestedBy;
}

/// <summary>补正受理: what was missing has come; also what an acceptance deferred (容缺).</summary>
public sealed record SupplementReceived : EventData
{
    public IReadOnlyList<Material>? Materials { get; init; }
    public string? ReceivedBy { get; init; }

    /// <inheritdoc/>
    public override string? By => ReceivedBy;
}

/// <summary>不予受理.</summary>
public sealed record Refused : EventData
{
    public string? Reason { get; init; }
    public string? RefusedBy { get; init; }

    /// <summary>Where the applicant is told to go instead.</summary>
    public string? RedirectTo { get; init; }

    /// <inheritdoc/>
    public override string? By => RefusedBy;
}

/// <summary>延期 (行政许可法, article 42): lengthens the limit.</summary>
public sealed record Extended : EventData
{
    /// <summary>From 1: working days where the limit counts those, else natural days; an hour limit gets 24 hours for each.</summary>
    public int? Days { get; init; }
    public string? Reason { get; init; }
    public string? ApprovedBy { get; init; }

    /// <inheritdoc/>
    public override string? By => ApprovedBy;
}

/// <summary>送达: the result has reached the applicant.</summary>
public sealed record Delivered : EventData
{
    public string? Method { get; init; }

    /// <summary>Who took it: the applicant's side, not the hall's.</summary>
    public string? ReceivedBy { get; init; }
    public string? TrackingNo { get; init; }
}

/// <summary>撤销申请: the applicant takes the application back.</summary>
public sealed record Withdrawn : EventData
{
    public string? Reason { get; init; }
}
