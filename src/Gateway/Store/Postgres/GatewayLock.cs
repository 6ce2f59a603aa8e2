using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>What keeps a second gateway out: the server's own lock, held by the connection that writes for as long as it lives.</summary>
internal static class GatewayLock
{
    // Any number that is nobody else's; the second half of the lock's name is the schema.
    private const int Name = 0x53484C31;

    /// <summary>Takes it, waiting a moment for a gateway that has just ended.</summary>
    /// <exception cref="StoreAwayException">Another gateway has it.</exception>
    public static void Take(NpgsqlConnection writer)
    {
        try
        {
            PostgresServer.Run(writer, $"SET lock_timeout = '3s'; SELECT pg_advisory_lock({Name}, hashtext(current_schema())); SET lock_timeout = 0");
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StoreAwayException(
                $"Another gateway is working with the database {writer.Database} of {writer.Host}. In this version one database (or schema: Search Path) has one gateway: stop the other, or set Store:ConnectionString to another database.", fault);
        }
    }
}
