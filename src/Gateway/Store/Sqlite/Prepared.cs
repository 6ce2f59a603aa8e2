using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ServiceHall.Gateway.Store.Sqlite;

/// <summary>
/// One statement, prepared for the life of its connection. Parameters are <c>?1</c>, <c>?2</c>, … in order. It is bound and stepped without ADO.NET,
/// which looks parameters up by name and makes a reader for every row; it must stand inside a transaction, where nothing is busy, or before any other.
/// </summary>
internal sealed class Prepared : IDisposable
{
    // Texts up to this many characters are encoded on the stack.
    private const int ShortText = 340;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;
    private sqlite3_stmt? _statement;

    public Prepared(SqliteConnection connection, string sql)
    {
        _connection = connection;
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    /// <summary>Runs it; answers how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        // Without values it may be BEGIN or COMMIT, where ADO.NET waits for what is busy.
        if (values.Length == 0)
        {
            return _command.ExecuteNonQuery();
        }

        var statement = _statement ??= Prepare();
        try
        {
            Bind(statement, values);
            var result = raw.sqlite3_step(statement);
            while (result == raw.SQLITE_ROW)
            {
                result = raw.sqlite3_step(statement);
            }

            Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
            return raw.sqlite3_changes(_connection.Handle);
        }
        finally
        {
            // Its result repeats the step's, which was looked at.
            _ = raw.sqlite3_reset(statement);
        }
    }

    /// <summary>The rows it finds; the next run of it needs them disposed of.</summary>
    public PreparedRows Query(params ReadOnlySpan<object?> values)
    {
        var statement = _statement ??= Prepare();
        Bind(statement, values);
        return new PreparedRows(_connection, statement);
    }

    /// <summary>The first value of the first row; null where there is none.</summary>
    public object? Value(params ReadOnlySpan<object?> values)
    {
        using var rows = Query(values);
        return rows.Read() ? rows.Value(0) : null;
    }

    public void Dispose()
    {
        _statement?.Dispose();
        _command.Dispose();
    }

    private sqlite3_stmt Prepare()
    {
        Check(raw.sqlite3_prepare_v3(_connection.Handle, _command.CommandText, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection.Handle);

    private void Bind(sqlite3_stmt statement, ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Check(Bind(statement, i + 1, values[i]));
        }
    }

    private static int Bind(sqlite3_stmt statement, int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        // An empty span has no address, and no address is NULL to SQLite.
        "" => raw.sqlite3_bind_text(statement, index, ""),
        string text => Bind(statement, index, text),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        int number => raw.sqlite3_bind_int64(statement, index, number),
        bool flag => raw.sqlite3_bind_int64(statement, index, flag ? 1 : 0),
        Guid id => Bind(statement, index, id),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, index, 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
        Enum word => raw.sqlite3_bind_int64(statement, index, Convert.ToInt64(word, System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A {value.GetType()} can't be bound.", nameof(value)),
    };

    private static int Bind(sqlite3_stmt statement, int index, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return raw.sqlite3_bind_blob(statement, index, bytes);
    }

    private static int Bind(sqlite3_stmt statement, int index, string text)
    {
        if (text.Length <= ShortText)
        {
            Span<byte> bytes = stackalloc byte[(ShortText * 3) + 1];
            return raw.sqlite3_bind_text(statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return raw.sqlite3_bind_text(statement, index, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
