namespace ServiceHall.Model.Cases;

/// <summary>申请人: the citizen or firm behind a case. Printing one reveals nothing.</summary>
public sealed record Applicant
{
    public string? Type { get; init; }
    public string? Name { get; init; }
    public string? IdType { get; init; }

    /// <summary>Normalised: half width, trimmed, upper case.</summary>
    public string? IdNumber { get; init; }
    public string? Mobile { get; init; }
    public string? Address { get; init; }
    public string? LegalRepresentative { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "applicant (withheld)";
}

/// <summary>代理人. Printing one reveals nothing.</summary>
public sealed record Agent
{
    public string? Name { get; init; }
    public string? IdType { get; init; }
    public string? IdNumber { get; init; }
    public string? Mobile { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "agent (withheld)";
}

/// <summary>材料: one paper or file of an application.</summary>
public sealed record Material
{
    public string? Name { get; init; }
    public string? Form { get; init; }
    public int? Copies { get; init; }
    public string? Digest { get; init; }
    public string? Grade { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "material (withheld)";
}

/// <summary>容缺材料: what the applicant brings later.</summary>
public sealed record Deferred(IReadOnlyList<Material> Materials, DateTimeOffset? DueAt)
{
    /// <inheritdoc/>
    public override string ToString() => "deferred (withheld)";
}

/// <summary>证照: a licence that a case ends in.</summary>
public sealed record Licence
{
    public string? Name { get; init; }
    public string? Number { get; init; }
    public string? Issuer { get; init; }
    public DateTimeOffset? IssuedAt { get; init; }
    public DateTimeOffset? ValidFrom { get; init; }
    public DateTimeOffset? ValidTo { get; init; }

    /// <inheritdoc/>
    public override string ToString() => "licence (withheld)";
}

/// <summary>时限: how long something may take.</summary>
/// <param name="Value">How many units, 0 for the same day.</param>
/// <param name="Unit">A word of <see cref="Codes.Words.LimitUnit"/>.</param>
public sealed record Limit(int Value, string Unit);
