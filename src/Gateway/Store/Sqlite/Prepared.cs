using Microsoft.Data.Sqlite;

namespace ServiceHall.Gateway.Store.Sqlite;

/// <summary>One statement, prepared for the life of its connection. Parameters are <c>?1</c>, <c>?2</c>, … in order.</summary>
internal sealed class Prepared : IDisposable
{
    private readonly SqliteCommand _command;

    public Prepared(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public object? Value(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() is var value and not DBNull ? value : null;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        while (_command.Parameters.Count < values.Length)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"?{_command.Parameters.Count + 1}" });
        }

        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                Guid id => id.ToByteArray(bigEndian: true),
                Enum word => Convert.ToInt32(word, System.Globalization.CultureInfo.InvariantCulture),
                var other => other,
            };
        }
    }
}
