using System.Collections.Frozen;

namespace ServiceHall.Model.Divisions;

/// <summary>
/// The divisions of GB/T 2260 with the retired and special codes that old records and citizens' numbers still carry, and the hall's own.
/// Loaded once, read by all threads.
/// </summary>
public sealed class DivisionTable
{
    internal const string TaiwanPermits = "830000";

    private readonly FrozenDictionary<string, Division>.AlternateLookup<ReadOnlySpan<char>> divisions;
    private readonly FrozenSet<string> holdingCitizens;

    private DivisionTable(IReadOnlyCollection<Division> all, string version)
    {
        var cities = all.Where(IsCurrentCounty).Select(county => county.Code[..4]).ToHashSet(StringComparer.Ordinal);
        divisions = all.ToFrozenDictionary(division => division.Code, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        holdingCitizens = all.Where(division => HoldsCitizens(division, cities)).Select(division => division.Code).ToFrozenSet(StringComparer.Ordinal);
        Version = version;
    }

    /// <summary>Twelve hexadecimal digits that change with any byte of the files loaded.</summary>
    public string Version { get; }

    /// <summary>
    /// Reads the national files of a folder and the hall's own file (columns <c>code,name</c>), where there is one.
    /// A code that several files name is current if the national table has it, else the hall's own, else retired or special.
    /// </summary>
    /// <exception cref="InvalidDataException">A line is malformed or a code stands twice in a file; the message begins with file and line.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static DivisionTable Load(string folder, string? siteFile = null)
    {
        var reader = new DivisionReader();
        reader.Read(Path.Combine(folder, "gbt2260_2024.csv"), DivisionStatus.Current);
        if (siteFile is not null)
        {
            reader.Read(siteFile, DivisionStatus.Site);
        }

        reader.ReadByKind(Path.Combine(folder, "other_codes_not_in_2024.csv"));
        reader.Read(Path.Combine(folder, "historical_codes_for_id_prefix.csv"), DivisionStatus.Retired);
        return new DivisionTable(reader.Divisions, reader.Version);
    }

    /// <summary>
    /// The division of 6 digits, or of the first 6 of a town's 9 or a village's 12 (the rest is not looked up).
    /// Null where it is unknown, of another length or not all ASCII digits.
    /// </summary>
    public Division? Find(string code) =>
        code.Length is 6 or 9 or 12 && !code.AsSpan().ContainsAnyExceptInRange('0', '9') && divisions.TryGetValue(code.AsSpan(0, 6), out var division)
            ? division
            : null;

    /// <summary>
    /// Whether a citizen's number (GB 11643) may begin with these six digits: a county, a city without counties (东莞 441900), a retired, special or
    /// site code, or 810000, 820000, 830000 of the residence permits for Hong Kong, Macau and Taiwan. All other provinces and cities hold nobody.
    /// </summary>
    public bool MayHoldCitizens(string code6) => holdingCitizens.Contains(code6);

    private static bool IsCurrentCounty(Division division) => division is { Level: DivisionLevel.County, Status: DivisionStatus.Current };

    private static bool HoldsCitizens(Division division, HashSet<string> citiesWithCounties) => division switch
    {
        { Code: "810000" or "820000" or TaiwanPermits } => true,
        { Status: not DivisionStatus.Current } => true,
        { Level: DivisionLevel.City } => !citiesWithCounties.Contains(division.Code[..4]),
        _ => division.Level == DivisionLevel.County,
    };
}
