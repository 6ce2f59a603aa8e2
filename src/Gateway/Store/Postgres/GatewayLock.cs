using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>The server's own locks, by which gateways keep out of each other's way before they are nodes.</summary>
internal static class GatewayLock
{
    // Any number that is nobody else's; the second half of a lock's name is the schema.
    private const int Whole = 0x53484C31;
    private const int Tables = 0x53484C32;

    /// <summary>Shared by all nodes for as long as their connections live. Gateways from before schema 4 take it alone, and know nothing of others.</summary>
    /// <exception cref="StoreAwayException">Such a gateway has it.</exception>
    public static void Share(NpgsqlConnection writer) => Take(
        writer, $"pg_advisory_lock_shared({Whole}, hashtext(current_schema()))", seconds: 3, "A gateway of an earlier version, which shares with none, is working with");

    /// <summary>Taken by whoever brings the tables up to date, until it gives it back.</summary>
    /// <exception cref="StoreAwayException">Another takes a long time over it.</exception>
    public static void TakeTables(NpgsqlConnection writer) =>
        Take(writer, $"pg_advisory_lock({Tables}, hashtext(current_schema()))", seconds: 60, "Another gateway is still changing the tables of");

    public static void GiveTablesBack(NpgsqlConnection writer) => PostgresServer.Run(writer, $"SELECT pg_advisory_unlock({Tables}, hashtext(current_schema()))");

    private static void Take(NpgsqlConnection writer, string locking, int seconds, string who)
    {
        try
        {
            PostgresServer.Run(writer, $"SET lock_timeout = '{seconds}s'; SELECT {locking}; SET lock_timeout = 0");
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StoreAwayException($"{who} the database {writer.Database} of {writer.Host}: stop it first, or set Store:ConnectionString to another database (or schema: Search Path).", fault);
        }
    }
}
