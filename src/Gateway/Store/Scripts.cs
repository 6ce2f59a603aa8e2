using System.Globalization;

namespace ServiceHall.Gateway.Store;

/// <summary>The numbered scripts of one database, in order.</summary>
internal static class Scripts
{
    // How a script begins that older gateways can go on beside: what they know of is still there, and what is new they need not know.
    private const string WorksWith = "-- works with gateways from schema ";

    /// <summary>The number of the oldest build that can work with what this script makes: its own, where it does not say otherwise.</summary>
    public static int Oldest(int number, string sql) =>
        sql.StartsWith(WorksWith, StringComparison.Ordinal) ? int.Parse(sql.AsSpan(WorksWith.Length, sql.IndexOf('\n', StringComparison.Ordinal) - WorksWith.Length), CultureInfo.InvariantCulture) : number;

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
