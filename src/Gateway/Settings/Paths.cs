namespace ServiceHall.Gateway.Settings;

/// <summary>Where files lie: relative paths are from the content root; the shipped data is also found beside the program.</summary>
internal sealed class Paths(string contentRoot, GatewaySettings settings)
{
    public string Data { get; } = Shipped(contentRoot, settings.Data.Path ?? "data");

    public string Departments => settings.Departments.Path is { } path ? From(path) : Path.Combine(Data, "departments");

    public string Matters => settings.Matters.Path is { } path ? From(path) : Path.Combine(Data, "sample-county", "matters.jsonl");

    public string KeyFile => settings.Store.KeyFile is { } path ? From(path) : Path.Combine(Path.GetDirectoryName(Database)!, "data-keys.json");

    public string Database
    {
        get
        {
            var text = settings.Store.ConnectionString;
            return From(text.Contains('=', StringComparison.Ordinal) ? new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(text).DataSource : text);
        }
    }

    private string From(string path) => Path.GetFullPath(Path.Combine(contentRoot, path));

    private static string Shipped(string contentRoot, string path)
    {
        var fromRoot = Path.GetFullPath(Path.Combine(contentRoot, path));
        return Directory.Exists(fromRoot) || Path.IsPathRooted(path) ? fromRoot : Path.Combine(AppContext.BaseDirectory, path);
    }
}
