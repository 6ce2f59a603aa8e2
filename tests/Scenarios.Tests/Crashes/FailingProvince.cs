using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>A province that fails in every way the mock knows, dies and comes back with its journal. Counts by its own word which fault fired how often.</summary>
internal sealed class FailingProvince : IAsyncDisposable
{
    /// <summary>In the place of a fault: it died and came back.</summary>
    public const string Restart = "restart";

    /// <summary>What <c>refuseRows</c> answers.</summary>
    public const string RefusedRow = "E0206";

    // lateReads is not among them: with it the platform breaks the promise that SettleAfter makes for it.
    private static readonly Dictionary<string, (string Fault, string Settings)> Ways = new()
    {
        ["rows refused"] = ("refuseRows", $$"""{"share":0.05,"code":"{{RefusedRow}}"}"""),
        ["batches refused"] = ("refuseBatch", """{"rate":0.2}"""),
        ["too many"] = ("tooMany", """{"rate":0.3,"retryAfterSeconds":0}"""),
        ["500"] = ("serverError", """{"rate":0.2,"reads":true}"""),
        ["503"] = ("away", """{"times":3}"""),
        ["slow"] = ("slow", """{"rate":0.2,"milliseconds":1200}"""),
        ["cut before taking"] = ("cut", """{"rate":0.2,"reads":true}"""),
        ["cut after taking"] = ("cut", """{"rate":0.3,"afterTaking":true}"""),
        ["half an answer"] = ("truncated", """{"rate":0.2}"""),
        ["a page"] = ("html", """{"rate":0.2,"reads":true}"""),
        ["business code"] = ("businessCode", """{"times":1}"""),
        ["transport code"] = ("transportCode", """{"times":1}"""),
        ["clock off"] = ("clockOff", """{"times":1}"""),
        ["closed"] = ("closed", """{"times":2}"""),
        ["repeats denied"] = ("denyRepeats", "{}"),
    };

    private readonly string _journal;
    private readonly Dictionary<string, long> _fired = Ways.Keys.Append(Restart).ToDictionary(way => way, _ => 0L);
    private List<string> _set = [];

    private FailingProvince(TestProvince province, string journal) => (Now, _journal) = (province, journal);

    /// <summary>As it is at present.</summary>
    public TestProvince Now { get; private set; }

    /// <summary>By its own count.</summary>
    public IReadOnlyDictionary<string, long> Fired => _fired;

    public static async Task<FailingProvince> StartAsync(string journal) => new(await TestProvince.StartAsync(TestHall.SampleMatters, journal), journal);

    /// <summary>Fails in some ways, those that fired least so far.</summary>
    public Task FailAsync(Random random, int ways, int seed) => FailAsync(_fired.Keys.Where(Ways.ContainsKey).OrderBy(way => _fired[way]).ThenBy(_ => random.Next()).DistinctBy(way => Ways[way].Fault).Take(ways), seed);

    /// <summary>Fails in these ways.</summary>
    public async Task FailAsync(IEnumerable<string> ways, int seed)
    {
        await CountAsync();
        _set = [.. ways];
        var faults = new JsonObject { ["seed"] = seed };
        foreach (var (fault, settings) in _set.Select(way => Ways[way]))
        {
            faults[fault] = JsonNode.Parse(settings);
        }

        if (faults["closed"] is JsonObject closed)
        {
            var now = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
            (closed["from"], closed["to"]) = (TimeOf(now.AddMinutes(-1)), TimeOf(now.AddSeconds(2)));
        }

        await Now.SetFaultsAsync(faults);
    }

    /// <summary>Behaves from now on.</summary>
    public async Task BehaveAsync()
    {
        await CountAsync();
        _set = [];
        await Now.ClearFaultsAsync();
    }

    /// <summary>Dies as by a kill, and comes back at the same address with the journal it had, and with no fault set.</summary>
    public async Task RestartAsync()
    {
        await CountAsync();
        var url = Now.Url;
        await Now.DisposeAsync();
        Now = await TestProvince.StartAsync(TestHall.SampleMatters, _journal, url);
        _set = [];
        _fired[Restart]++;
    }

    /// <summary>Adds what fired since it was counted last; faults that are set anew count from zero.</summary>
    private async Task CountAsync()
    {
        var fired = (await Now.FaultsAsync())["fired"]!;
        foreach (var way in _set)
        {
            _fired[way] += (long?)fired[Ways[way].Fault] ?? 0;
        }
    }

    public async Task<bool> HasFiredAsync(string way) => _fired[way] > 0 || (_set.Contains(way) && (long?)(await Now.FaultsAsync())["fired"]![Ways[way].Fault] > 0);

    public ValueTask DisposeAsync() => Now.DisposeAsync();

    private static string TimeOf(DateTimeOffset time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
