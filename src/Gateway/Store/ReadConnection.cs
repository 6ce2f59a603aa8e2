using System.Data.Common;

namespace ServiceHall.Gateway.Store;

/// <summary>A connection that only reads, and the statements it has prepared. Used by one at a time.</summary>
internal sealed class ReadConnection(DbConnection connection, Dialect dialect) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);

    public DbConnection Connection => connection;

    /// <summary>How statements are written for it.</summary>
    public Dialect Dialect => dialect;

    /// <summary>Runs a statement that stays prepared for the next time. Its rows must be read before it is run again.</summary>
    public DbDataReader Query(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            _prepared[sql] = command = Prepare(sql, values);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        }

        return command.ExecuteReader();
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, _) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

/// <summary>A borrowed read connection.</summary>
internal readonly struct ReaderLease(ReadConnection reader, Action<ReadConnection> giveBack) : IDisposable
{
    public DbConnection Connection => reader.Connection;

    /// <inheritdoc cref="ReadConnection.Dialect"/>
    public Dialect Dialect => reader.Dialect;

    /// <inheritdoc cref="ReadConnection.Query"/>
    public DbDataReader Query(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => reader.Query(sql, values);

    public void Dispose() => giveBack(reader);
}
