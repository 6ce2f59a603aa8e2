using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Tests.Hall;

/// <summary>
/// A PostgreSQL for this test run alone, started when it is first asked for: a Unix socket in a folder of its own, nothing made durable. It ends, and its
/// folder goes, when the process that started it does, whatever ends that: what watches over it reads a pipe that only that process holds.
/// </summary>
internal sealed class PostgresCluster
{
    public const string Why = "needs PostgreSQL 15 or later (Debian package postgresql): its programs on PATH or in /usr/lib/postgresql/*/bin";

    private const string Watch = """
        folder=$(mktemp -d /tmp/servicehall-pg-XXXXXX) || exit 1
        "$0/initdb" -D "$folder/data" -U servicehall -A trust -E UTF8 --locale=C --no-sync --no-instructions > "$folder/log" 2>&1 || { cat "$folder/log" >&2; rm -rf "$folder"; exit 1; }
        "$0/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB >> "$folder/log" 2>&1 &
        tries=0
        until "$0/pg_isready" -q -h "$folder" -U servicehall || [ $((tries += 1)) -gt 600 ]; do sleep 0.1; done
        echo "$folder"
        cat > /dev/null
        kill -INT $!
        wait $!
        rm -rf "$folder"
        """;

    private static readonly Lazy<PostgresCluster> Started = new(() => new PostgresCluster());
    private static readonly ConcurrentDictionary<string, string> Schemas = new(StringComparer.Ordinal);

    private readonly Process _watch;
    private readonly string _folder;

    private PostgresCluster()
    {
        Assert.True(IsHere, Why);
        _watch = Process.Start(Info())!;
        _folder = _watch.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"PostgreSQL did not start: {_watch.StandardError.ReadToEnd()}");
    }

    /// <summary>Whether there is a PostgreSQL to start.</summary>
    public static bool IsHere => Programs is not null;

    // What Debian installs beside the PATH, the newest first.
    private static string? Programs { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")) : [])
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

    /// <summary>A connection string to this schema, which is made where it is not there.</summary>
    public static string Schema(string name) => Schemas.GetOrAdd(name, Made);

    /// <summary>Takes a schema away, with all that is in it.</summary>
    public static void Drop(string name)
    {
        Schemas.TryRemove(name, out _);
        Run(Started.Value.To(name), $"DROP SCHEMA IF EXISTS {name} CASCADE");
    }

    /// <summary>Makes one schema what another is at this moment, whoever works there.</summary>
    public static void Copy(string from, string to)
    {
        Drop(to);
        StoreAddress.Postgres(Schema(to)).Open(mayForget: true).Dispose();
        Run(Schema(to), $"""
            BEGIN ISOLATION LEVEL REPEATABLE READ;
            DO $$
            DECLARE
              name text;
            BEGIN
              SET LOCAL session_replication_role = replica;
              FOR name IN SELECT relname FROM pg_class WHERE relnamespace = '{from}'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition LOOP
                EXECUTE format('DELETE FROM {to}.%1$I; INSERT INTO {to}.%1$I OVERRIDING SYSTEM VALUE SELECT * FROM {from}.%1$I', name);
              END LOOP;
              FOR name IN SELECT relname FROM pg_class WHERE relnamespace = '{from}'::regnamespace AND relkind = 'S' LOOP
                EXECUTE format('SELECT setval(%L, last_value, is_called) FROM {from}.%I', '{to}.' || quote_ident(name), name);
              END LOOP;
            END $$;
            COMMIT
            """);
    }

    private static void Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Made(string name)
    {
        var schema = Started.Value.To(name);
        Run(schema, $"CREATE SCHEMA IF NOT EXISTS {name}");
        return schema;
    }

    // Patient: a machine that has much else to do may let nobody run for a minute.
    private string To(string schema) => $"Host={_folder};Username=servicehall;Database=postgres;Search Path={schema};Pooling=false;Timeout=300;Command Timeout=300";

    // PostgreSQL does not run as root.
    private static ProcessStartInfo Info()
    {
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", Unprivileged, "--", "sh"] : ["sh"];
        var info = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var argument in command.Skip(1).Concat(["-c", Watch, Programs!]))
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }

    private static string Unprivileged => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
}
