using Npgsql;
using NpgsqlTypes;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>The columns of a set of rows, each as the array that <c>unnest</c> makes rows of again.</summary>
internal sealed class Columns<T>(IReadOnlyCollection<T> rows)
{
    public NpgsqlParameter Texts(Func<T, string?> of) => Arrays.Of(NpgsqlDbType.Text, rows, row => of(row) is { } text ? PostgresText.Storable(text) : null);

    public NpgsqlParameter Longs(Func<T, long?> of) => Arrays.Of(NpgsqlDbType.Bigint, rows, of);

    public NpgsqlParameter Ints(Func<T, int> of) => Arrays.Of(NpgsqlDbType.Integer, rows, of);

    public NpgsqlParameter Blobs(Func<T, byte[]?> of) => Arrays.Of(NpgsqlDbType.Bytea, rows, of);

    public NpgsqlParameter Ids(Func<T, Guid?> of) => Arrays.Of(NpgsqlDbType.Bytea, rows, row => of(row)?.ToByteArray(bigEndian: true));
}

/// <summary>Arrays as parameters.</summary>
internal static class Arrays
{
    public static NpgsqlParameter Of<T, TValue>(NpgsqlDbType type, IReadOnlyCollection<T> rows, Func<T, TValue> of)
    {
        var (values, at) = (new TValue[rows.Count], 0);
        foreach (var row in rows)
        {
            values[at++] = of(row);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}

/// <summary>Single values as parameters, which say their type also where they are null.</summary>
internal static class Value
{
    public static NpgsqlParameter Of(string? value) => new() { Value = value is null ? DBNull.Value : PostgresText.Storable(value), NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Of(long? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Of(int value) => new NpgsqlParameter<int> { TypedValue = value };

    public static NpgsqlParameter Of(byte[] value) => new NpgsqlParameter<byte[]> { TypedValue = value };

    public static NpgsqlParameter Of(Guid id) => Of(id.ToByteArray(bigEndian: true));
}
