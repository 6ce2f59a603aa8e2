using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Sqlite;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class OneGatewayTests
{
    [Fact]
    [Trait(TestStore.Trait, "sqlite")]
    public async Task A_second_gateway_on_the_same_file_is_told_so()
    {
        await using var hall = await TestHall.StartAsync();

        var fault = await Assert.ThrowsAnyAsync<IOException>(() => TestHall.StartAsync(folder: hall.Folder));

        Assert.Contains("Another gateway is working with", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Store:ConnectionString", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["accepted"], (await hall.Client().PushAsync(Samples.Accepted("still-here"))).Verdicts);
    }

    [Fact]
    [Trait(TestStore.Trait, "sqlite")]
    public async Task Just_one_connection_can_write_or_checkpoint()
    {
        await using var hall = await TestHall.StartAsync();
        using var lease = hall.Services.GetRequiredService<Database>().Reader();
        await using var outside = SqliteDatabase.OpenReadOnly(hall.Database);

        foreach (var reader in new[] { (SqliteConnection)lease.Connection, outside })
        {
            Assert.Equal((1L, 0L), (Pragma(reader, "query_only"), Pragma(reader, "wal_autocheckpoint")));
            using var write = reader.CreateCommand();
            write.CommandText = "DELETE FROM record";
            Assert.Throws<SqliteException>(() => write.ExecuteNonQuery());
        }
    }

    [Fact]
    [Trait(TestStore.Trait, "sqlite")]
    public async Task The_store_is_durable_at_every_commit()
    {
        await using var hall = await TestHall.StartAsync();
        await using var outside = SqliteDatabase.OpenReadOnly(hall.Database);
        using var mode = outside.CreateCommand();
        mode.CommandText = "PRAGMA journal_mode";

        Assert.Equal("wal", mode.ExecuteScalar());
    }

    [Fact]
    [Trait(TestStore.Trait, "sqlite")]
    public async Task A_schema_newer_than_the_build_is_refused_and_left_as_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("newer-").FullName;
        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            await hall.Client().PushAsync(Samples.Accepted("newer"));
        }

        var file = Path.Combine(folder, "servicehall.db");
        await SetSchemaAsync(file, "INSERT INTO schema_version (number) VALUES (9999)");

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => TestHall.StartAsync(folder: folder));
        await SetSchemaAsync(file, "DELETE FROM schema_version WHERE number = 9999");

        Assert.Contains("9999", fault.Message, StringComparison.Ordinal);
        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            Assert.Equal(200, (await hall.Client().GetAsync("/v1/cases?no=newer")).Status);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static long Pragma(SqliteConnection reader, string name)
    {
        using var ask = reader.CreateCommand();
        ask.CommandText = $"PRAGMA {name}";
        return (long)ask.ExecuteScalar()!;
    }

    private static async Task SetSchemaAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
