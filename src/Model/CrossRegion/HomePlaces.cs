namespace ServiceHall.Model.CrossRegion;

/// <summary>By what a matter finds its home division (属地).</summary>
public enum HomeBy
{
    /// <summary>户籍地.</summary>
    Household,

    /// <summary>参保地.</summary>
    Insured,

    /// <summary>公积金缴存地.</summary>
    Account,

    /// <summary>发证机关所在地.</summary>
    LicenceIssuer,

    /// <summary>不动产所在地.</summary>
    Property,
}

/// <summary>The places that tie an applicant to divisions, as far as they are known; 6 to 12 digits each.</summary>
public sealed record HomePlaces
{
    public string? Household { get; init; }
    public string? Insured { get; init; }
    public string? Account { get; init; }
    public string? LicenceIssuer { get; init; }
    public string? Property { get; init; }

    /// <summary>The place of that kind, or null.</summary>
    public string? Of(HomeBy by) => by switch
    {
        HomeBy.Household => Household,
        HomeBy.Insured => Insured,
        HomeBy.Account => Account,
        HomeBy.LicenceIssuer => LicenceIssuer,
        _ => Property,
    };

    /// <inheritdoc/>
    public override string ToString() => "places (withheld)";
}
