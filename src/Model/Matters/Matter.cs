using ServiceHall.Model.Cases;

namespace ServiceHall.Model.Matters;

/// <summary>事项: one entry of the implementation list (实施清单), in one version.</summary>
public sealed record Matter
{
    /// <summary>实施编码: 31 characters.</summary>
    public required string Code { get; init; }

    /// <summary>The local code as it really is, up to 64 characters.</summary>
    public string? LocalCode { get; init; }

    /// <summary>基本编码: 12 characters.</summary>
    public required string CatalogCode { get; init; }

    public required string Name { get; init; }

    public required int Version { get; init; }

    /// <summary>The department that owns it, as in the clients' settings.</summary>
    public required string Department { get; init; }

    /// <summary>Further departments that may handle it.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>A word of <see cref="Codes.Words.CaseType"/>.</summary>
    public required string CaseType { get; init; }

    /// <summary>承诺办结时限.</summary>
    public required Limit Promised { get; init; }

    /// <summary>法定办结时限.</summary>
    public Limit? Statutory { get; init; }

    /// <summary>Whether other regions may ask for it (跨省通办).</summary>
    public bool CrossRegion { get; init; }

    /// <summary>First day on which it may be accepted; null is always.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day on which it may be accepted; null is for ever.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>The implementing organisation: the first 18 characters of the code.</summary>
    public string OrganisationCode => Code[..Math.Min(18, Code.Length)];

    /// <summary>Whether it was in force on that day.</summary>
    public bool IsValidOn(DateOnly day) => (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || ValidTo >= day);
}
