using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.Bench.Shapes;

/// <summary>One way to lay out the store, on an open connection. Each statement is prepared once.</summary>
internal abstract class Shape(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Prepared> _prepared = new(StringComparer.Ordinal);

    /// <summary>The statements that make the tables.</summary>
    public abstract string Schema { get; }

    public void Create()
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"{Schema}; INSERT INTO config (id, fingerprint, since) VALUES (1, 'bench', 0);";
        command.ExecuteNonQuery();
    }

    public void Execute(string sql) => Of(sql).Run();

    public abstract void Write(RecordRow row);

    public abstract void Write(KeyRow row);

    public virtual void Write(CaseRow row) => Of(
        """
        INSERT INTO case_ (id, department, matter, division, state, yellow_at, red_at, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (id) DO UPDATE SET matter = excluded.matter, state = excluded.state, yellow_at = excluded.yellow_at, red_at = excluded.red_at, document = excluded.document
        """).Run(row.Id, row.Department, row.Matter, row.Division, row.State, row.YellowAt, row.RedAt, row.Document);

    public abstract void Write(NumberRow row);

    public abstract void Write(DeliveryRow row);

    public void Write(JournalRow row) => Of(
        "INSERT INTO journal (at, what, department, subject, record_id, platform, state, code, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)").Run(
        row.At, row.What, row.Department, row.Subject, row.RecordId, row.Platform, row.State, row.Code, row.Digest);

    /// <summary>What intake asks of a key.</summary>
    public abstract bool HasKey(string department, string key);

    /// <summary>A status pull: the case's document by its number.</summary>
    public abstract byte[]? CaseOf(string value, string issuer);

    /// <summary>The rows of a lane.</summary>
    public abstract int Lane(long subject, string platform);

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    protected Prepared Of(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            _prepared[sql] = statement = new Prepared(connection, sql);
        }

        return statement;
    }

    protected int Count(string sql, params ReadOnlySpan<object?> values)
    {
        using var rows = Of(sql).Query(values);
        var count = 0;
        while (rows.Read())
        {
            count += rows.IsNull(3) ? 1 : Math.Sign(rows.Text(3).Length) + Math.Sign(rows.Long(0));
        }

        return count;
    }
}

/// <summary>A shape told by what differs from the first script.</summary>
internal static class Difference
{
    /// <summary>The script with one passage changed.</summary>
    /// <exception cref="InvalidOperationException">The passage is no longer there: the script has changed, and the shape must follow.</exception>
    public static string With(this string script, string passage, string instead) => script.Contains(passage, StringComparison.Ordinal)
        ? script.Replace(passage, instead, StringComparison.Ordinal)
        : throw new InvalidOperationException($"The first script no longer has: {passage}");
}
