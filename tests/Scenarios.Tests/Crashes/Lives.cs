using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Cases;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>A gateway over its lives. Whoever calls while it is dead waits for the next life, and then calls again the same.</summary>
internal sealed class Lives : IDisposable
{
    private static readonly TimeSpan LongestDeath = TimeSpan.FromMinutes(2);

    private readonly List<Life> _all = [];
    private TaskCompletionSource<Life> _now = Unset<Life>();

    /// <summary>It listens.</summary>
    public Life Begin(Uri url)
    {
        var life = new Life(url);
        _all.Add(life);
        _now.SetResult(life);
        return life;
    }

    /// <summary>It is dead.</summary>
    public void End()
    {
        var dead = _now.Task.Result;
        Volatile.Write(ref _now, Unset<Life>());
        dead.Over.SetResult(true);
    }

    public async Task<Answer> CallAsync(string key, Func<SignedClient, Task<Answer>> call)
    {
        while (true)
        {
            var life = await Volatile.Read(ref _now).Task.WaitAsync(LongestDeath);
            if (await life.TryAsync(key, call) is { } answer && !(life.LosesStore && answer.Status >= 500))
            {
                return answer;
            }

            await life.Over.Task.WaitAsync(LongestDeath);
        }
    }

    public void Dispose() => _all.ForEach(life => life.Dispose());

    internal static TaskCompletionSource<T> Unset<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One life of a gateway, with its callers.</summary>
internal sealed class Life(Uri url) : IDisposable
{
    private readonly ConcurrentDictionary<string, SignedClient> _clients = new(StringComparer.Ordinal);

    public TaskCompletionSource<bool> Over { get; } = Lives.Unset<bool>();

    /// <summary>Its store goes away, and it with it: until then it may answer with its own fault, which says nothing about what was pushed.</summary>
    public bool LosesStore { get; set; }

    public SignedClient Client(string key) => _clients.GetOrAdd(key, one => new SignedClient(url, one, TestHall.Secret));

    /// <summary>Null where it died meanwhile.</summary>
    public async Task<Answer?> TryAsync(string key, Func<SignedClient, Task<Answer>> call)
    {
        try
        {
            return await call(Client(key));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>An operator's order; null where it died meanwhile.</summary>
    public Task<Answer?> OrderAsync(string target, string? platform = null, bool dryRun = false)
    {
        var body = new JsonObject { ["reason"] = "示例：省平台已恢复", ["dryRun"] = dryRun };
        if (platform is not null)
        {
            body["platform"] = platform;
        }

        return TryAsync("operator", client => client.PostAsync(target, body.ToJsonString()));
    }

    /// <summary>Starts the platform where an alarm has stopped it: the rehearsal of a stop tells.</summary>
    public async Task KeepPlatformRunningAsync()
    {
        if (await OrderAsync("/v1/platforms/one-window:stop", dryRun: true) is { Status: 409 })
        {
            await OrderAsync("/v1/platforms/one-window:start");
        }
    }

    /// <summary>Sends again whatever was refused.</summary>
    public async Task ResendAsync()
    {
        if (await TryAsync("operator", client => client.GetAsync("/v1/lanes?limit=1000")) is { Status: 200 } lanes)
        {
            foreach (var lane in lanes.Json["lanes"]!.AsArray())
            {
                await OrderAsync($"/v1/records/{(string)lane!["blockedBy"]!["recordId"]!}:resend", "one-window");
            }
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }
}

/// <summary>
/// A client that outlives the gateway: it pushes a record until that is answered, the same again in the next life, as often as somebody lets it, and keeps what
/// was acknowledged outside the gateway.
/// </summary>
internal sealed class PatientClient(Lives lives, string key, SemaphoreSlim pace, ConcurrentQueue<Acknowledged> acknowledged)
{
    public Way Way => Way.Of(PushAsync, GetAsync, losesAnswers: true);

    private async Task<Answer> PushAsync(JsonObject record)
    {
        await pace.WaitAsync();
        var answer = await lives.CallAsync(key, client => client.PushAsync(Story.Copy(record)));
        foreach (var result in answer.Status == 200 ? answer.Results : [])
        {
            acknowledged.Enqueue(new Acknowledged((string)result["recordId"]!, (string)(result["first"] ?? result)["verdict"]!));
        }

        return answer;
    }

    private Task<Answer> GetAsync(string target) => lives.CallAsync(key, client => client.GetAsync(target));
}

/// <summary>What the gateway acknowledged of one record.</summary>
internal sealed record Acknowledged(string RecordId, string Verdict);
