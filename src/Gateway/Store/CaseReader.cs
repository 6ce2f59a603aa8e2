using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Store;

/// <summary>Reads cases in sets, from memory where they are there.</summary>
internal sealed class CaseReader(Sealer sealer, CaseCache cache)
{
    private const string Documents = "SELECT id, document FROM case_ WHERE id IN (SELECT value FROM json_each(@ids))";

    /// <summary>Opens each of these cases when it is asked for: one that can't be opened is no fault of the others.</summary>
    public Func<long, Case> Read(ReaderLease reader, IReadOnlyCollection<long> ids)
    {
        var find = Find(reader, ids);
        return id => find(id) ?? throw new KeyNotFoundException($"There is no case {id}.");
    }

    /// <summary>Likewise, where some may not be there: those are null.</summary>
    public Func<long, Case?> Find(ReaderLease reader, IReadOnlyCollection<long> ids)
    {
        var cached = ids.ToDictionary(id => id, cache.Find);
        var missing = cached.Where(one => one.Value is null).Select(one => one.Key).ToList();
        var documents = missing.Count == 0 ? [] : Sealed(reader, missing);
        return id => cached[id] ?? (documents.TryGetValue(id, out var document) ? CaseDocument.Open(sealer, id, document) : null);
    }

    /// <summary>Ids as a query takes them.</summary>
    public static string JsonOf(IReadOnlyCollection<long> ids) => $"[{string.Join(',', ids)}]";

    private static Dictionary<long, byte[]> Sealed(ReaderLease reader, IReadOnlyCollection<long> ids)
    {
        using var rows = reader.Query(Documents, ("@ids", JsonOf(ids)));
        var documents = new Dictionary<long, byte[]>();
        while (rows.Read())
        {
            documents[rows.GetInt64(0)] = (byte[])rows[1];
        }

        return documents;
    }
}
