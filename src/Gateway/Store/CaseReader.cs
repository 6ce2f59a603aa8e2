using Dapper;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Store;

/// <summary>Reads cases in sets, from memory where they are there.</summary>
internal sealed class CaseReader(Sealer sealer, CaseCache cache)
{
    private const string Documents = "SELECT id, document FROM case_ WHERE id IN (SELECT value FROM json_each(@ids))";

    /// <summary>Opens each of these cases when it is asked for: one that can't be opened is no fault of the others.</summary>
    public Func<long, Case> Read(ReaderLease reader, IReadOnlyCollection<long> ids)
    {
        var cached = ids.ToDictionary(id => id, cache.Find);
        var missing = cached.Where(one => one.Value is null).Select(one => one.Key).ToList();
        var documents = missing.Count == 0
            ? []
            : reader.Connection.Query<(long Id, byte[] Document)>(Documents, new { ids = JsonOf(missing) }).ToDictionary(row => row.Id, row => row.Document);
        return id => cached[id] ?? CaseDocument.Open(sealer, id, documents[id]);
    }

    /// <summary>Ids as a query takes them.</summary>
    public static string JsonOf(IReadOnlyCollection<long> ids) => $"[{string.Join(',', ids)}]";
}
