using System.Globalization;

namespace ServiceHall.Gateway.Store;

/// <summary>The numbered scripts of one database, in order.</summary>
internal static class Scripts
{
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
