using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Store;

/// <summary>Reads cases in sets, from memory where they are there.</summary>
internal sealed class CaseReader(Sealer sealer, CaseCache cache)
{
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

    private static Dictionary<long, byte[]> Sealed(ReaderLease reader, IReadOnlyCollection<long> ids)
    {
        using var rows = reader.Query($"SELECT id, document FROM case_ WHERE {reader.Dialect.IsOneOf("id", "@ids")}", ("@ids", reader.Dialect.Set(ids)));
        var documents = new Dictionary<long, byte[]>();
        while (rows.Read())
        {
            documents[rows.GetInt64(0)] = (byte[])rows[1];
        }

        return documents;
    }
}
