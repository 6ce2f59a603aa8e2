using System.Data.Common;
using Dapper;

namespace ServiceHall.Gateway.Store;

/// <summary>The counters that are kept in the transactions that change what they count.</summary>
internal static class Counters
{
    /// <summary>Those whose names begin so, by the rest of their names, summed over all nodes.</summary>
    public static Dictionary<string, long> Read(DbConnection reader, string prefix) => reader
        .Query<(string Name, long Value)>("SELECT name, sum(value) FROM counter WHERE substr(name, 1, length(@prefix)) = @prefix GROUP BY name", new { prefix })
        .ToDictionary(row => row.Name[prefix.Length..], row => row.Value, StringComparer.Ordinal);
}
