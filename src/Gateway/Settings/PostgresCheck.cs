using System.Net;
using Npgsql;

namespace ServiceHall.Gateway.Settings;

/// <summary>Whether a connection string of PostgreSQL may be used. Never says what it says: it may hold a password.</summary>
internal static class PostgresCheck
{
    private const string Name = "Store:ConnectionString";

    /// <param name="connectionString">As Npgsql reads it.</param>
    /// <param name="isKnown">Whether everybody knows a password.</param>
    public static IEnumerable<string> Mistakes(string connectionString, Func<string, bool> isKnown)
    {
        NpgsqlConnectionStringBuilder how;
        try
        {
            how = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException)
        {
            return [$"{Name} can't be read as PostgreSQL's: write it like Host=127.0.0.1;Database=servicehall;Username=servicehall."];
        }

        return Mistakes(how, isKnown);
    }

    private static IEnumerable<string> Mistakes(NpgsqlConnectionStringBuilder how, Func<string, bool> isKnown)
    {
        if (string.IsNullOrWhiteSpace(how.Host))
        {
            yield return $"{Name} names no host: write it like Host=127.0.0.1;Database=servicehall;Username=servicehall.";
        }
        else if (how.Host.Contains(',', StringComparison.Ordinal))
        {
            yield return $"{Name} names several hosts: name one, behind which the primary always stands.";
        }
        else if (!IsThisMachine(how.Host) && how.SslMode is not (SslMode.Require or SslMode.VerifyCA or SslMode.VerifyFull))
        {
            yield return $"{Name} would send password and records in clear beyond this machine: add SSL Mode=VerifyFull (and Root Certificate=…), or use a loopback address or a Unix socket.";
        }

        if (how.Password is { } password && isKnown(password))
        {
            yield return $"{Name} has a password that everybody knows: use one of your own, or leave it out and use Passfile.";
        }

        if (how.IncludeErrorDetail || how.LogParameters)
        {
            yield return $"{Name} would write what records say into the log: leave out Include Error Detail and Log Parameters.";
        }
    }

    // A path, or a name in the abstract namespace, is a Unix socket.
    private static bool IsThisMachine(string host) => host[0] is '/' or '@' || host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
