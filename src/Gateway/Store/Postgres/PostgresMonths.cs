using System.Diagnostics;
using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>The partitions of the tables that go by months (the script says which, and why), made long before the first row of theirs.</summary>
internal sealed class PostgresMonths(NpgsqlConnection writer)
{
    private const int Ahead = 2;

    private static readonly TimeSpan Often = TimeSpan.FromHours(6);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private long _madeAt = Stopwatch.GetTimestamp();
    private TimeSpan _wait;

    /// <summary>Some times a day, and the first time it is called: makes what is missing of this month's and the next ones'.</summary>
    /// <exception cref="PostgresException">Others used the tables all the time. It is tried again a minute later.</exception>
    public void MakeSometimes()
    {
        if (Stopwatch.GetElapsedTime(_madeAt) < _wait)
        {
            return;
        }

        (_madeAt, _wait) = (Stopwatch.GetTimestamp(), Soon);
        Make(writer);
        _wait = Often;
    }

    /// <summary>Makes them in a turn, for which it waits as every writer does. Waits for tables that others read, but not so long that those behind it notice.</summary>
    /// <exception cref="PostgresException">They were in use all the time.</exception>
    public static void Make(NpgsqlConnection writer)
    {
        using var transaction = writer.BeginTransaction();
        PostgresServer.Run(writer, $"LOCK TABLE turn IN EXCLUSIVE MODE; SET LOCAL lock_timeout = '1s'; SELECT make_months({Ahead})");
        transaction.Commit();
    }
}
