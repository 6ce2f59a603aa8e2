using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>The faults set at present. They are drawn from one seeded generator: the same calls one after another meet the same faults.</summary>
/// <param name="only">For an exchange without rows: the faults that make sense there, and none of them chooses by rows or tables. All by default.</param>
internal sealed class FaultSet(IReadOnlyList<string>? only = null)
{
    private static readonly Dictionary<string, Type> Kinds = new()
    {
        ["away"] = typeof(Away),
        ["closed"] = typeof(Closed),
        ["clockOff"] = typeof(ClockOff),
        ["slow"] = typeof(Slow),
        ["tooMany"] = typeof(TooMany),
        ["serverError"] = typeof(ServerError),
        ["cut"] = typeof(Cut),
        ["truncated"] = typeof(Truncated),
        ["html"] = typeof(Html),
        ["businessCode"] = typeof(BusinessCode),
        ["transportCode"] = typeof(TransportCode),
        ["refuseBatch"] = typeof(RefuseBatch),
        ["refuseRows"] = typeof(RefuseRows),
        ["denyRepeats"] = typeof(DenyRepeats),
        ["lateReads"] = typeof(LateReads),
    };

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    private readonly Lock gate = new();
    private Dictionary<string, Fault> faults = [];
    private Dictionary<string, long> fired = [];
    private Random random = new(1);
    private JsonObject said = [];

    /// <summary>Replaces all faults, seeds the generator (<c>seed</c>, 1 by default) and counts from zero.</summary>
    /// <exception cref="JsonException">A fault that does not exist, or a setting it does not have.</exception>
    public async Task SetAsync(Stream json, CancellationToken cancellationToken) =>
        Set(await JsonNode.ParseAsync(json, null, NoDuplicates, cancellationToken) as JsonObject ?? throw new JsonException("Faults are a JSON object."));

    private void Set(JsonObject wanted)
    {
        var seed = wanted["seed"]?.Deserialize<int>() ?? 1;
        var parsed = wanted.Where(w => w.Key != "seed" && !IsOff(w.Value)).ToDictionary(w => w.Key, w => Parse(w.Key, w.Value!, seed));
        lock (gate)
        {
            (faults, fired, random, said) = (parsed, parsed.Keys.ToDictionary(name => name, _ => 0L), new Random(seed), wanted);
        }
    }

    /// <summary>The province behaves again. What fired stays readable until faults are set anew.</summary>
    public void Clear()
    {
        lock (gate)
        {
            (faults, said) = ([], []);
        }
    }

    public object State()
    {
        lock (gate)
        {
            return new { set = said.DeepClone(), fired = new Dictionary<string, long>(fired) };
        }
    }

    /// <summary>Lets the faults of this moment strike, in the order they were named; true where one of them ended the call.</summary>
    public async Task<bool> StrikeAsync(Moment moment, Call call)
    {
        foreach (var (name, fault) in Volatile.Read(ref faults))
        {
            if (fault.Moment == moment && fault.IsAbout(call) && Draw(name, fault) && await fault.StrikeAsync(call))
            {
                return true;
            }
        }

        return false;
    }

    private bool Draw(string name, Fault fault)
    {
        lock (gate)
        {
            if (fired.GetValueOrDefault(name) >= (fault.Times ?? long.MaxValue) || random.NextDouble() >= fault.Rate)
            {
                return false;
            }

            fired[name] = fired.GetValueOrDefault(name) + 1;
            return true;
        }
    }

    private static bool IsOff(JsonNode? value) => value is null || value.GetValueKind() == JsonValueKind.False;

    private Fault Parse(string name, JsonNode value, int seed)
    {
        var names = only ?? [.. Kinds.Keys];
        var kind = names.Contains(name) ? Kinds[name] : throw new JsonException($"There is no fault {name}; there are {string.Join(", ", names)}.");
        var settings = value.GetValueKind() == JsonValueKind.True ? new JsonObject() : value;
        var fault = (Fault)settings.Deserialize(kind, Strict)!;
        fault.Check(name);
        if (only is not null && (fault.Tables ?? fault.Operations ?? fault.Holding) is not null)
        {
            throw new JsonException($"{name} knows no tables, operations and rows here.");
        }

        fault.Seed = seed;
        return fault;
    }
}
