using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;
using SQLitePCL;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>The statements that a gateway's read connections run, as the database sees them.</summary>
internal sealed partial class Statements
{
    // More than a test has calls at once: all that there are, and those that will be taken.
    private const int Connections = 8;

    private readonly ConcurrentQueue<string> _seen = new();

    public static Statements Of(TestHall hall)
    {
        var statements = new Statements();
        var database = hall.Services.GetRequiredService<Database>();
        var leases = Enumerable.Range(0, Connections).Select(_ => database.Reader()).ToList();
        foreach (var lease in leases)
        {
            raw.sqlite3_trace(((SqliteConnection)lease.Connection).Handle, (_, sql) => statements._seen.Enqueue(Values().Replace(sql, "?")), null);
            lease.Dispose();
        }

        return statements;
    }

    /// <summary>What was run since the last time, without its values.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = _seen.ToList();
        _seen.Clear();
        return taken;
    }

    [GeneratedRegex("'[^']*'", RegexOptions.NonBacktracking)]
    private static partial Regex Values();
}
