using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Nodes;

/// <summary>Several gateways in this process, on one schema of a real PostgreSQL.</summary>
internal sealed class NodeHalls : IAsyncDisposable
{
    private readonly string _schema = $"nodes_{Guid.NewGuid():N}";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nodes-");
    private readonly List<TestHall> _halls = [];

    // So long that no gateway loses it to a machine that is busy with other things. That of the dead is waited for.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LeaseOfTheDead = TimeSpan.FromSeconds(3);

    public string Store => PostgresCluster.Schema(_schema);

    /// <summary>One more of them. All have the keys of the first.</summary>
    public async Task<TestHall> StartAsync(TestProvince? province, Action<IServiceCollection>? services = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Store:Provider"] = "postgres",
            ["Store:ConnectionString"] = $"{Store};Maximum Pool Size=4",
            ["Store:KeyFile"] = Path.Combine(_folder.FullName, "data-keys.json"),
            ["Store:Lease"] = Lease.ToString(),
        };
        var folder = _folder.CreateSubdirectory($"hall-{Guid.NewGuid():N}").FullName;
        var hall = await TestHall.StartAsync(province, settings, folder, services: services);
        lock (_halls)
        {
            _halls.Add(hall);
        }

        return hall;
    }

    /// <summary>A node as a gateway that is killed leaves it: it does not say goodbye.</summary>
    public PostgresDatabase Open() => PostgresDatabase.Open(Store, mayForget: true, new("a test's", LeaseOfTheDead));

    public IReadOnlyList<T> Ask<T>(string sql)
    {
        using var connection = new NpgsqlConnection(Store);
        return [.. connection.Query<T>(sql)];
    }

    /// <summary>How many slots each node has, the most first; what nobody has comes last.</summary>
    public IReadOnlyList<long> Shares() => Ask<long>("SELECT count(*) FROM slot GROUP BY node ORDER BY node IS NULL, count(*) DESC");

    /// <summary>Waits until every slot is somebody's, and no node has more than its share.</summary>
    public Task SharedByAsync(int nodes) => Soon.ItHoldsAsync(() => Shares() is var shares && shares.Count == nodes && shares.Sum() == 256 && shares[0] <= (256 + nodes - 1) / nodes && Free() == 0, TimeSpan.FromSeconds(90));

    /// <summary>Waits until every delivery has ended well.</summary>
    public Task AllConfirmedAsync() => Until.Async(
        () => Task.FromResult(Ask<string>("SELECT state || ' ' || coalesce(why, '') FROM delivery WHERE state < 4 OR state = 6") is { Count: 0 } && Ask<long>("SELECT count(*) FROM delivery")[0] > 0 ? "so it is" : null),
        TimeSpan.FromSeconds(90),
        () => string.Join("; ", Ask<string>("SELECT state || ' ' || coalesce(why, '') || ' ' || count(*) FROM delivery GROUP BY state, why")));

    public long Free() => Ask<long>("SELECT count(*) FROM slot WHERE node IS NULL")[0];

    public async ValueTask DisposeAsync()
    {
        // All of them stop, also where one has something to say: one that went on would disturb every test behind it.
        foreach (var hall in _halls)
        {
            await hall.StopAsync();
        }

        PostgresCluster.Drop(_schema);
        _folder.Delete(recursive: true);
        foreach (var hall in _halls)
        {
            await hall.DisposeAsync();
        }
    }
}
