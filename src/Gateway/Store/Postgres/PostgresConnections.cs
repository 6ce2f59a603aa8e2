using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>Connections as the store needs them, whatever else the connection string says.</summary>
internal static class PostgresConnections
{
    // More than the statements there are, so that each is prepared once for each connection.
    private const int Prepared = 200;

    // What Npgsql takes where nothing is said, and what serves here: two or three processors' worth of readers, far from a server's 100 connections.
    private const int ProvidersPool = 100;
    private const int Pool = 16;

    // Seconds between two looks whether a connection still lives.
    private const int LooksEvery = 5;

    /// <summary>The one that writes: outside any pool, open for life. Its turn may come as late as the server ends the session of another that hangs in its own, which is a lease.</summary>
    public static NpgsqlConnection OpenWriter(string connectionString, TimeSpan lease = default)
    {
        var how = new NpgsqlConnectionStringBuilder(Common(connectionString)) { Pooling = false, KeepAlive = LooksEvery };
        how.CommandTimeout = Math.Max(how.CommandTimeout, (int)lease.TotalSeconds * 2);
        return Open(how);
    }

    /// <summary>The one that keeps a node's lease: an answer that takes longer than that comes too late.</summary>
    public static NpgsqlConnection OpenNode(string connectionString, TimeSpan lease) => Open(new(Common(connectionString))
    {
        Pooling = false,
        CommandTimeout = Math.Max(1, (int)lease.TotalSeconds),
    });

    /// <summary>One that listens to what the other nodes tell.</summary>
    public static NpgsqlConnection OpenListener(string connectionString) => Open(new(Common(connectionString))
    {
        Pooling = false,
        KeepAlive = LooksEvery,
    });

    /// <summary>Those that read, and can't do anything else.</summary>
    public static NpgsqlDataSource Readers(string connectionString)
    {
        var reading = ReadOnly(connectionString);
        reading.NoResetOnClose = true;
        reading.MaxPoolSize = reading.MaxPoolSize == ProvidersPool ? Pool : reading.MaxPoolSize;
        return NpgsqlDataSource.Create(reading);
    }

    /// <summary>A single one that reads.</summary>
    public static NpgsqlConnection OpenReadOnly(string connectionString)
    {
        var reading = ReadOnly(connectionString);
        reading.Pooling = false;
        return Open(reading);
    }

    /// <summary>What it is called in messages.</summary>
    public static string Name(string connectionString) => Name(new NpgsqlConnectionStringBuilder(connectionString));

    private static string Name(NpgsqlConnectionStringBuilder how) => $"the database {how.Database ?? how.Username} of {how.Host}";

    private static NpgsqlConnectionStringBuilder ReadOnly(string connectionString)
    {
        var reading = new NpgsqlConnectionStringBuilder(Common(connectionString));
        reading.Options = $"{reading.Options} -c default_transaction_read_only=on".TrimStart();
        return reading;
    }

    private static string Common(string connectionString)
    {
        var common = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = Prepared, AutoPrepareMinUsages = 2 };
        common.ApplicationName ??= "servicehall";
        return common.ToString();
    }

    private static NpgsqlConnection Open(NpgsqlConnectionStringBuilder how)
    {
        var connection = new NpgsqlConnection(how.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (NpgsqlException fault)
        {
            connection.Dispose();
            var message = $"{Name(how)} can't be used: {(fault as PostgresException)?.MessageText ?? fault.Message}. Is it running, and does Store:ConnectionString say where and as whom?";
            throw fault.IsTransient ? new StoreAwayException(message, fault) : new IOException(message, fault);
        }
    }
}
