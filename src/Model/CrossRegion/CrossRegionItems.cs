using System.Collections.Frozen;
using ServiceHall.Model.Codes;
using ServiceHall.Model.DataFiles;

namespace ServiceHall.Model.CrossRegion;

/// <summary>One matter of the lists of 跨省通办: what the State Council's or a region's list says of it. What a list does not say is null.</summary>
/// <param name="Naming">By what the list names it.</param>
/// <param name="Matter">That name or code.</param>
/// <param name="HomeBy">How its home division is found.</param>
/// <param name="Mode">Its usual mode, a word of <see cref="Words.CrossRegionMode"/>.</param>
/// <param name="LeadDepartment">The ministry or authority that leads it.</param>
/// <param name="Source">The document.</param>
public sealed record CrossRegionItem(MatterNaming Naming, string Matter, HomeBy? HomeBy, string? Mode, string? LeadDepartment, string? Source);

/// <summary>通办事项清单: data that a hall extends; never complete.</summary>
public sealed class CrossRegionItems
{
    private static readonly string[] Columns = ["matter_by", "matter", "home_by", "mode", "lead_department", "source"];

    private readonly FrozenDictionary<(MatterNaming, string), CrossRegionItem> _items;

    private CrossRegionItems(IEnumerable<CrossRegionItem> items, string version)
    {
        All = [.. items];
        _items = All.ToFrozenDictionary(item => (item.Naming, item.Matter));
        Version = version;
    }

    /// <summary>All of them, as loaded.</summary>
    public IReadOnlyList<CrossRegionItem> All { get; }

    /// <summary>Twelve hexadecimal digits that change with any byte of the file.</summary>
    public string Version { get; }

    /// <summary>Reads a list.</summary>
    /// <exception cref="InvalidDataException">A line is malformed, or a matter stands there twice; the message begins with file and line.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static CrossRegionItems Load(string path)
    {
        var file = new CsvFile(path);
        HashSet<(MatterNaming, string)> seen = [];
        return new CrossRegionItems(
            file.Rows(Columns).Select(row => Item(row) is var item && seen.Add((item.Naming, item.Matter)) ? item : throw row.Fault("the matter stands in this file twice")),
            Fingerprint.Of([file.Bytes]));
    }

    /// <summary>The matter, by the most exact of the names that a request gives it; null where no list has it.</summary>
    public CrossRegionItem? Find(string? matterCode, string? catalogCode, string? name) =>
        RouteRequest.Names(matterCode, catalogCode, name).Select(key => _items.GetValueOrDefault(key)).FirstOrDefault(item => item is not null);

    private static CrossRegionItem Item(CsvRow row) => new(
        row[0] switch
        {
            "name" => MatterNaming.Name,
            "catalogCode" => MatterNaming.CatalogCode,
            "code" => MatterNaming.Code,
            _ => throw row.Fault("matter_by is none of name, catalogCode, code"),
        },
        row[1].Length > 0 ? row[1] : throw row.Fault("matter is missing"),
        row[2] switch
        {
            "" => null,
            "household" => CrossRegion.HomeBy.Household,
            "insured" => CrossRegion.HomeBy.Insured,
            "account" => CrossRegion.HomeBy.Account,
            "licenceIssuer" => CrossRegion.HomeBy.LicenceIssuer,
            "property" => CrossRegion.HomeBy.Property,
            _ => throw row.Fault("home_by is none of household, insured, account, licenceIssuer, property"),
        },
        row[3].Length == 0 ? null : Words.CrossRegionMode.Contains(row[3]) ? row[3] : throw row.Fault($"mode is none of {string.Join(", ", Words.CrossRegionMode.Words)}"),
        OrNull(row[4]),
        OrNull(row[5]));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
