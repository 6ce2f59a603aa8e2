using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests;

/// <summary>One gateway without a platform for all tests of a class; they keep apart by their case numbers.</summary>
public sealed class OneHall : IAsyncLifetime
{
    internal TestHall Hall { get; private set; } = null!;

    public async Task InitializeAsync() => Hall = await TestHall.StartAsync();

    public async Task DisposeAsync() => await Hall.DisposeAsync();

    /// <summary>Rows in a table of the store, seen from outside the gateway.</summary>
    internal long Count(string table) => Hall.Count(table);
}

internal static class Looking
{
    public static long Count(this TestHall hall, string table)
    {
        using var reader = hall.Look();
        using var count = reader.CreateCommand();
        count.CommandText = $"SELECT count(*) FROM {table}";
        return (long)count.ExecuteScalar()!;
    }
}
