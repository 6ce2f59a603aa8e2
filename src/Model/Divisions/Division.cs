namespace ServiceHall.Model.Divisions;

/// <summary>An administrative division of GB/T 2260, or one like it: six digits and a name.</summary>
public sealed record Division(string Code, string Name, DivisionLevel Level, DivisionStatus Status);

/// <summary>What the digits say: <c>xx0000</c> is a province, <c>xxyy00</c> a city, all else a county.</summary>
public enum DivisionLevel
{
    /// <summary>省级, also the special administrative regions.</summary>
    Province,

    /// <summary>市级: 市, 地区, 自治州, 盟.</summary>
    City,

    /// <summary>县级: 区, 县, 县级市, 旗.</summary>
    County,
}

/// <summary>Where a code stands today.</summary>
public enum DivisionStatus
{
    /// <summary>In the current national table.</summary>
    Current,

    /// <summary>Merged, renumbered or abolished. Citizens' numbers and old records still carry it.</summary>
    Retired,

    /// <summary>Never a division of the national table: functional zones, statistical 市辖区, 830000 of the residence permits for Taiwan.</summary>
    Special,

    /// <summary>Added by the hall itself.</summary>
    Site,
}
