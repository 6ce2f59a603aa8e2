using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Tests.Hall;

/// <summary>
/// A PostgreSQL for this process alone: a Unix socket in a folder of its own. One, which makes nothing durable, is shared by the tests and started when it
/// is first asked for. It ends, and its folder goes, when the process that started it does, whatever ends that: what watches over it reads a pipe that only
/// that process holds, and restarts it as that says.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    public const string Why = "needs PostgreSQL 15 or later (Debian package postgresql): its programs on PATH or in /usr/lib/postgresql/*/bin";

    private const string Watch = """
        folder=$(mktemp -d "$1/servicehall-pg-XXXXXX") || exit 1
        shift
        "$0/initdb" -D "$folder/data" -U servicehall -A trust -E UTF8 --locale=C --no-sync --no-instructions > "$folder/log" 2>&1 || { cat "$folder/log" >&2; rm -rf "$folder"; exit 1; }
        "$0/postgres" -D "$folder/data" -k "$folder" --listen_addresses= "$@" >> "$folder/log" 2>&1 &
        tries=0
        until "$0/pg_isready" -q -h "$folder" -U servicehall || [ $((tries += 1)) -gt 600 ]; do sleep 0.1; done
        [ $tries -le 600 ] || { kill $!; cat "$folder/log" >&2; exit 1; }
        echo "$folder"
        while read -r how; do
          "$0/pg_ctl" restart -D "$folder/data" -m "$how" -s -w -t 300 -l "$folder/log" < /dev/null >> "$folder/log" 2>&1
          echo $?
        done
        "$0/pg_ctl" stop -D "$folder/data" -m fast -s -w -t 300 >> "$folder/log" 2>&1
        rm -rf "$folder"
        """;

    // All that the watch above calls, in one folder: some of them elsewhere are of no use to it.
    private static readonly string[] Needed = ["initdb", "postgres", "pg_ctl", "pg_isready"];

    private static readonly string[] Forgetful = ["--fsync=off", "--full_page_writes=off", "--max_connections=300", "--shared_buffers=64MB"];

    // As docs/operating.md has it.
    private static readonly string[] AsInService =
    [
        "--fsync=on", "--full_page_writes=on", "--min_wal_size=4GB", "--max_wal_size=8GB", "--checkpoint_timeout=15min", "--wal_compression=off",
        $"--shared_buffers={GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / 1024}kB",
    ];

    private static readonly string[] Durable = ["--fsync=on", "--full_page_writes=on", "--max_connections=300", "--shared_buffers=64MB"];

    private static readonly Lazy<PostgresCluster> Started = new(() => new PostgresCluster("/tmp", pooling: false, Forgetful));
    private static readonly ConcurrentDictionary<string, string> Schemas = new(StringComparer.Ordinal);

    private readonly Process _watch;
    private readonly string _folder;
    private readonly bool _pooling;

    private PostgresCluster(string under, bool pooling, string[] settings)
    {
        _pooling = pooling;
        _watch = Process.Start(Info([under, .. settings]))!;
        _folder = _watch.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"PostgreSQL did not start: {_watch.StandardError.ReadToEnd()}");
    }

    /// <summary>Whether there is a PostgreSQL to start.</summary>
    public static bool IsHere => Programs is not null;

    // What Debian installs beside the PATH, the newest first.
    private static string? Programs { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")) : [])
        .FirstOrDefault(folder => Array.TrueForAll(Needed, program => File.Exists(Path.Combine(folder, program))));

    /// <summary>One that writes to disk what it acknowledges, set as in service, in the temporary folder: for measuring.</summary>
    public static PostgresCluster StartInService() => new(Path.GetTempPath(), pooling: true, AsInService);

    /// <summary>One for a single test, which keeps through a crash what it acknowledged.</summary>
    public static PostgresCluster StartDurable() => new("/tmp", pooling: false, Durable);

    /// <summary>The socket of the shared one.</summary>
    public static string Socket => Path.Combine(Started.Value._folder, ".s.PGSQL.5432");

    /// <summary>A connection string to this schema of the shared one, which is made where it is not there.</summary>
    public static string Schema(string name) => Schemas.GetOrAdd(name, Made);

    /// <summary>Takes a schema away, with all that is in it.</summary>
    public static void Drop(string name)
    {
        Schemas.TryRemove(name, out _);
        Started.Value.Remove(name);
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
              -- Nobody works here, and nobody need wait to be sure of it.
              UPDATE {to}.slot SET node = NULL;
              DELETE FROM {to}.node;
              FOR name IN SELECT relname FROM pg_class WHERE relnamespace = '{from}'::regnamespace AND relkind = 'S' LOOP
                EXECUTE format('SELECT setval(%L, last_value, is_called) FROM {from}.%I', '{to}.' || quote_ident(name), name);
              END LOOP;
            END $$;
            COMMIT
            """);
    }

    /// <summary>Makes a schema of this cluster where it is not there. Answers the connection string to it.</summary>
    public string Make(string schema)
    {
        Run(To(schema), $"CREATE SCHEMA IF NOT EXISTS {schema}");
        return To(schema);
    }

    /// <summary>What it is, as people say it.</summary>
    public string Version()
    {
        using var connection = Open(To("public"));
        return $"PostgreSQL {connection.PostgreSqlVersion}";
    }

    /// <summary>Has it write now what it would write sometime.</summary>
    public void Checkpoint() => Run(To("public"), "CHECKPOINT");

    /// <summary>Takes a schema of this cluster away, with all that is in it.</summary>
    public void Remove(string schema) => Run(To(schema), $"DROP SCHEMA IF EXISTS {schema} CASCADE");

    /// <summary>A connection string to one that is not shared.</summary>
    public string Address => To("public");

    /// <summary>Ends it in one of the ways of <c>pg_ctl</c> and starts it again; <c>immediate</c> is a crash.</summary>
    public async Task RestartAsync(string how)
    {
        await _watch.StandardInput.WriteLineAsync(how);
        if (await _watch.StandardOutput.ReadLineAsync() is not "0")
        {
            throw new InvalidOperationException($"PostgreSQL did not restart; its log is in {_folder}.");
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _watch.StandardInput.Close();
        _watch.WaitForExit();
        _watch.Dispose();
    }

    public static void Run(string connectionString, string sql)
    {
        using var connection = Open(connectionString);
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static NpgsqlConnection Open(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static string Made(string name) => Started.Value.Make(name);

    // Patient: a machine that has much else to do may let nobody run for a minute.
    private string To(string schema) => $"Host={_folder};Username=servicehall;Database=postgres;Search Path={schema};Pooling={_pooling};Timeout=300;Command Timeout=300";

    // PostgreSQL does not run as root.
    private static ProcessStartInfo Info(string[] arguments)
    {
        var programs = Programs ?? throw new InvalidOperationException($"This {Why}.");
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", Unprivileged, "--", "sh"] : ["sh"];
        var info = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var argument in command.Skip(1).Concat(["-c", Watch, programs, .. arguments]))
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }

    private static string Unprivileged => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
}
