using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.Gateway.Tests.Store;

/// <summary>A prepared statement stores what it was given, by the way that writes and by the way that reads.</summary>
public sealed class PreparedTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public PreparedTests()
    {
        _connection.Open();
        using var create = _connection.CreateCommand();
        create.CommandText = "CREATE TABLE t (id INTEGER PRIMARY KEY, value, CHECK (value IS NOT 13))";
        create.ExecuteNonQuery();
    }

    public static TheoryData<object?, string, object?> Values => new()
    {
        { null, "null", null },
        { "", "text", "" },
        { "示例", "text", "示例" },
        { new string('件', 340), "text", new string('件', 340) },
        { new string('件', 341), "text", new string('件', 341) },
        { new string('件', 100_000), "text", new string('件', 100_000) },
        { "\ud83d\ude00", "text", "\ud83d\ude00" },
        { "a\0b", "text", "a\0b" },
        { 7, "integer", 7L },
        { long.MinValue, "integer", long.MinValue },
        { DeliveryState.Carried, "integer", 5L },
        { Array.Empty<byte>(), "blob", Array.Empty<byte>() },
        { new byte[] { 0, 255 }, "blob", new byte[] { 0, 255 } },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_comes_back_as_it_was(object? value, string type, object? expected)
    {
        using var insert = new Prepared(_connection, "INSERT INTO t (value) VALUES (?1)");
        using var select = new Prepared(_connection, "SELECT typeof(value) FROM t WHERE value IS ?1");

        Assert.Equal(1, insert.Run(value));

        Assert.Equal(type, select.Value(value));
        using var read = new Prepared(_connection, "SELECT value FROM t");
        Assert.Equal(expected, read.Value());
    }

    [Fact]
    public void An_id_is_stored_in_the_order_of_its_bytes()
    {
        using var insert = new Prepared(_connection, "INSERT INTO t (value) VALUES (?1)");
        using var read = new Prepared(_connection, "SELECT value FROM t");

        insert.Run(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));

        Assert.Equal(Convert.FromHexString("00112233445566778899AABBCCDDEEFF"), read.Value());
    }

    [Fact]
    public void A_statement_that_failed_can_be_run_again()
    {
        using var insert = new Prepared(_connection, "INSERT INTO t (id, value) VALUES (?1, ?2)");

        Assert.Equal(19, Assert.Throws<SqliteException>(() => insert.Run(1, 13)).SqliteErrorCode);

        Assert.Equal(1, insert.Run(1, 14));
    }

    [Fact]
    public void What_changed_nothing_says_so()
    {
        using var insert = new Prepared(_connection, "INSERT INTO t (id, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        using var update = new Prepared(_connection, "UPDATE t SET value = ?2 WHERE id = ?1");

        Assert.Equal([1, 0, 1, 0], (int[])[insert.Run(1, 1), insert.Run(1, 2), update.Run(1, 3), update.Run(2, 3)]);
    }

    public void Dispose() => _connection.Dispose();
}
