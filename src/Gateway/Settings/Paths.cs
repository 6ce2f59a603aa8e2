namespace ServiceHall.Gateway.Settings;

/// <summary>Where files lie: relative paths are from the content root; the shipped data is also found beside the program.</summary>
internal sealed class Paths(string contentRoot, GatewaySettings settings)
{
    public string Data { get; } = Shipped(contentRoot, settings.Data.Path ?? "data");

    public string Departments => settings.Departments.Path is { } path ? From(path) : Path.Combine(Data, "departments");

    public string Matters => settings.Matters.Path is { } path ? From(path) : Path.Combine(Data, "sample-county", "matters.jsonl");

    public string CrossRegion => settings.CrossRegion.Path is { } path ? From(path) : Path.Combine(Data, "cross-region");

    public string KeyFile => settings.Store.KeyFile is { } path ? From(path) : Path.Combine(settings.Store.IsFile ? Path.GetDirectoryName(Database)! : From("var"), "data-keys.json");

    /// <summary>The file of the store, or where that is none the connection string as it is.</summary>
    public string Database
    {
        get
        {
            var text = settings.Store.ConnectionString;
            return !settings.Store.IsFile ? text : From(text.Contains('=', StringComparison.Ordinal) ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(text).DataSource : text);
        }
    }

    /// <summary>The paths that lead nowhere, each by the setting it comes from.</summary>
    public IEnumerable<string> Mistakes()
    {
        if (!Directory.Exists(Data))
        {
            yield return $"Data:Path {Data} is no folder: set it to the reference data (data/ in the delivery).";
        }
        else if (settings.Matters.Path is null && !File.Exists(Matters))
        {
            yield return $"Matters:Path is not set and {Matters} is not there: set it to your matter lists.";
        }

        if (settings.CrossRegion.Path is null && Directory.Exists(Data) && !Directory.Exists(CrossRegion))
        {
            yield return $"CrossRegion:Path is not set and {CrossRegion} is not there: set it to your matters and routes between regions, or copy data/cross-region of the delivery there.";
        }

        if (settings.Matters.Path is not null && !File.Exists(Matters) && !Directory.Exists(Matters))
        {
            yield return $"Matters:Path {Matters} is neither a file nor a folder.";
        }

        if (settings.Departments.Path is not null && !Directory.Exists(Departments))
        {
            yield return $"Departments:Path {Departments} is no folder.";
        }

        if (settings.CrossRegion.Path is not null && !Directory.Exists(CrossRegion))
        {
            yield return $"CrossRegion:Path {CrossRegion} is no folder.";
        }
    }

    private string From(string path) => Path.GetFullPath(Path.Combine(contentRoot, path));

    private static string Shipped(string contentRoot, string path)
    {
        var fromRoot = Path.GetFullPath(Path.Combine(contentRoot, path));
        return Directory.Exists(fromRoot) || Path.IsPathRooted(path) ? fromRoot : Path.Combine(AppContext.BaseDirectory, path);
    }
}
