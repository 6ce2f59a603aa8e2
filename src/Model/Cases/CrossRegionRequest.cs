namespace ServiceHall.Model.Cases;

/// <summary>跨省通办申请 (contract section 6): one request with one number. It is no event of a case.</summary>
public sealed record CrossRegionRequest : EventData
{
    public string? RequestNo { get; init; }
    public string? Mode { get; init; }

    /// <summary>The matter, or only its <see cref="CatalogCode"/> where the other region has not named its own.</summary>
    public string? MatterCode { get; init; }
    public string? CatalogCode { get; init; }

    /// <summary>属地: who accepts and decides; 6 to 12 digits.</summary>
    public string? HomeDivision { get; init; }

    /// <summary>收件地: who checks form and identity only; 6 to 12 digits.</summary>
    public string? ReceivingDivision { get; init; }
    public Applicant? Applicant { get; init; }
    public IReadOnlyList<Material>? Materials { get; init; }
    public RequestChecks? Checks { get; init; }

    /// <summary>How the papers go to the home division.</summary>
    public Conveyance? Transfer { get; init; }

    /// <summary>How the result comes to the applicant.</summary>
    public Conveyance? Delivery { get; init; }
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>What the receiving place has looked at: the form of the papers and who the applicant is.</summary>
public sealed record RequestChecks(RequestCheck? Form, RequestCheck? Identity)
{
    /// <inheritdoc/>
    public override string ToString() => "checks (withheld)";
}

/// <summary>One look at a request.</summary>
public sealed record RequestCheck(string? By, DateTimeOffset? At, bool? Passed, string? Note)
{
    /// <inheritdoc/>
    public override string ToString() => "check (withheld)";
}

/// <summary>How something is brought from one place to another.</summary>
public sealed record Conveyance(string? Method, string? TrackingNo)
{
    /// <inheritdoc/>
    public override string ToString() => "conveyance (withheld)";
}
