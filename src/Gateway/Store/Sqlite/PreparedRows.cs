using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ServiceHall.Gateway.Store.Sqlite;

/// <summary>The rows that a prepared statement finds, one at a time. They must be disposed of before it is run again. Columns are numbered from 0.</summary>
internal sealed class PreparedRows(SqliteConnection connection, sqlite3_stmt statement) : IDisposable
{
    /// <summary>Whether there is another.</summary>
    /// <exception cref="SqliteException">It can't be read.</exception>
    public bool Read()
    {
        var result = raw.sqlite3_step(statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
        }

        return result == raw.SQLITE_ROW;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int(int column) => checked((int)Long(column));

    public bool Flag(int column) => Long(column) != 0;

    /// <summary>Null where it is NULL.</summary>
    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    /// <summary>Not NULL.</summary>
    public string Text(int column) => TextOrNull(column)!;

    /// <summary>Null where it is NULL.</summary>
    public string? TextOrNull(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Not NULL.</summary>
    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    /// <summary>Null where it is NULL.</summary>
    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Bytes(column);

    /// <summary>An id in the order of its bytes.</summary>
    public Guid Id(int column) => new(raw.sqlite3_column_blob(statement, column), bigEndian: true);

    /// <summary>The value as what it is stored as: null, long, double, string or bytes.</summary>
    public object? Value(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => Long(column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_TEXT => Text(column),
        _ => Bytes(column),
    };

    // Its result repeats that of the last step, which was looked at.
    public void Dispose() => _ = raw.sqlite3_reset(statement);
}
