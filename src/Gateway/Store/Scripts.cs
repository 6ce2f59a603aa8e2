using System.Globalization;

namespace ServiceHall.Gateway.Store;

/// <summary>The numbered scripts of one database, in order.</summary>
internal static class Scripts
{
    // How a script begins that older gateways can go on beside: what they know of is still there, and what is new they need not know.
    private const string WorksWith = "-- works with gateways from schema ";

    /// <summary>The schema of the oldest gateways that can work with what this script makes; null where it does not say that any can.</summary>
    public static int? Oldest(string sql) =>
        sql.StartsWith(WorksWith, StringComparison.Ordinal) ? int.Parse(sql.AsSpan(WorksWith.Length, sql.IndexOf('\n', StringComparison.Ordinal) - WorksWith.Length), CultureInfo.InvariantCulture) : null;

    public static IEnumerable<(int Number, string Sql)> Of(string database)
    {
        var assembly = typeof(Scripts).Assembly;
        var prefix = $"ServiceHall.Gateway.Store.{database}.Scripts.";
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (int.Parse(name.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture), text.ReadToEnd());
        }
    }
}
