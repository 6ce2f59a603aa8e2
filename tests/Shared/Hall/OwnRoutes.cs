namespace ServiceHall.Tests.Hall;

/// <summary>A folder of a hall's own routes, which goes with it: lines of its files, without their headings.</summary>
internal sealed class OwnRoutes : IDisposable
{
    private const string RuleColumns = "rule,matter_by,matter,home,mode,receiving,valid_from,valid_to,authority,platform,transfer,delivery,transfer_days,source\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("routes-").FullName;

    public OwnRoutes(string rules, string changes, string items = "")
    {
        File.WriteAllText(Path.Combine(_folder, "routes.csv"), RuleColumns + rules);
        File.WriteAllText(Path.Combine(_folder, "changes.csv"), "code,kind,successors,from\n" + changes);
        File.WriteAllText(Path.Combine(_folder, "items.csv"), "matter_by,matter,home_by,mode,lead_department,source\n" + items);
    }

    public Dictionary<string, string?> Settings => new() { ["CrossRegion:Path"] = _folder };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
