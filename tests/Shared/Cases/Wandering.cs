using System.Text.Json.Nodes;

namespace ServiceHall.Tests.Cases;

/// <summary>
/// A case that wanders: new events, corrections, withdrawals, come-backs, repeats and late versions at random, each pushed as soon as the one before
/// was answered. What stands by the verdicts is kept here, by nothing but the contract's words.
/// </summary>
internal sealed class Wandering(Way way, Random random, string caseNo)
{
    private readonly Story _story = new(random, caseNo);
    private readonly List<Standing> _places = [];
    private readonly List<(Standing Of, JsonObject Record, Guid Id)> _parked = [];
    private readonly List<JsonObject> _sent = [];
    private int _keys;

    /// <summary>One key: its place among the others, what stands there now, the last version that was tried.</summary>
    private sealed class Standing
    {
        public JsonObject? Record { get; set; }

        public required JsonObject Last { get; set; }

        public int Version { get; set; } = 1;

        public bool StandsForStep { get; set; }
    }

    public string CaseNo => caseNo;

    /// <summary>The gateway's number of it; null before there is one.</summary>
    public string? GatewayCaseNo { get; private set; }

    /// <summary>Whether a higher version of anything came that counted.</summary>
    public bool IsCorrected { get; private set; }

    public List<string> Told { get; } = [];

    public List<JsonObject> Stands => [.. _places.Where(place => place.Record is not null).Select(place => place.Record!)];

    /// <summary>The rows the province should have in the end.</summary>
    public List<string> Rows => RowReference.Of(Stands, StandsForStep);

    /// <summary>Those of them whose records were never corrected, record by record in the order in which the province is to see them first.</summary>
    public List<List<string>> RowsInOrder
    {
        get
        {
            var uncorrected = _places.Where(place => place is { Record: not null, Version: 1 }).Select(place => place.Record!).ToHashSet(ReferenceEqualityComparer.Instance);
            return RowReference.InOrder(Stands, StandsForStep, uncorrected.Contains);
        }
    }

    /// <summary>The same in the order in which the lane brings them, where nothing is corrected.</summary>
    public List<string> LaneRows => RowReference.Lane(Stands, StandsForStep);

    private bool StandsForStep => _places.Exists(place => place.Record is not null && place.StandsForStep);

    private IEnumerable<string> Kinds => Stands.Select(record => (string)record["kind"]!);

    private bool HasEnded => Kinds.Any(kind => kind is "case.closed" or "case.withdrawn");

    public async Task StepAsync()
    {
        switch (random.Next(10))
        {
            case < 5:
                await NewAsync();
                break;
            case < 8 when _places.Count > 0:
                await AgainAsync(_places[random.Next(_places.Count)]);
                break;
            case 8 when _sent.Count > 0:
                var again = await PushAsync(Story.Copy(_sent[random.Next(_sent.Count)]), isRepeat: true);
                Assert.True(again == "duplicate", $"case {caseNo}: what was acknowledged is not known any more:\n{string.Join('\n', Told)}");
                break;
            case 9 when _places.Find(place => place.Version > 1) is { } corrected:
                var late = _story.Again(corrected.Last, 1);
                late["key"] = $"{corrected.Last["key"]}";
                Assert.Contains(await PushAsync(late, isRepeat: true), (string[])["superseded", "conflict", "duplicate"]);
                break;
        }
    }

    private async Task NewAsync()
    {
        var record = Next();
        var standing = new Standing { Last = record };
        switch (await PushAsync(record))
        {
            case "accepted":
                Take(standing, record);
                await ReleaseAsync(record);
                break;
            case "parked":
                _parked.Add((standing, record, _lastId));
                break;
        }
    }

    private JsonObject Next()
    {
        var key = $"k{++_keys}";
        if (!Kinds.Contains("case.accepted"))
        {
            return random.Next(5) switch
            {
                0 when Stands.Count == 0 => _story.Submitted(key),
                1 => _story.Step(key),
                2 => _story.SupplementRequested(key),
                _ => _story.Accepted(key),
            };
        }

        var open = Stands.Where(one => (string?)one["kind"] == "case.paused").Select(one => (string)one["data"]!["sequence"]!)
            .Except(Stands.Where(one => (string?)one["kind"] == "case.resumed").Select(one => (string)one["data"]!["sequence"]!)).FirstOrDefault();
        return random.Next(11) switch
        {
            0 or 1 => _story.Step(key),
            2 => _story.Paused(key, key),
            3 or 4 when open is not null => _story.Resumed(key, open),
            5 => _story.Extended(key),
            6 => _story.SupplementRequested(key),
            7 => _story.SupplementReceived(key),
            8 => _story.Closed(key),
            9 => random.Next(4) == 0 ? _story.Withdrawn(key) : _story.Delivered(key),
            _ => _story.Evaluation(key, Kinds.Count(kind => kind == "evaluation.given") + 1),
        };
    }

    // The province takes no new row after the result: what would need one is not tried then.
    private async Task AgainAsync(Standing place)
    {
        if (place.Record is null && HasEnded)
        {
            return;
        }

        var deletes = place.Record is not null && random.Next(3) == 0;
        var record = deletes ? Story.Deleted(place.Last, place.Version + 1) : _story.Again(place.Last, place.Version + 1);
        if (!deletes && random.Next(3) == 0)
        {
            Story.At(record, Story.Off((string)record["occurredAt"]!, random.Next(-30, 30)));
        }

        place.Version++;
        switch (await PushAsync(record))
        {
            case "accepted":
                if (deletes)
                {
                    place.Record = null;
                }
                else
                {
                    Take(place, record);
                }

                await ReleaseAsync(record);
                break;
            case "parked":
                _parked.Add((place, record, _lastId));
                break;
        }
    }

    private Guid _lastId;

    private async Task<string> PushAsync(JsonObject record, bool isRepeat = false)
    {
        var pushed = await way.PushAsync(Story.Copy(record));
        var verdict = isRepeat ? pushed.Verdict : pushed.FirstVerdict;
        (_lastId, GatewayCaseNo) = (pushed.RecordId ?? default, pushed.GatewayCaseNo ?? GatewayCaseNo);
        IsCorrected |= verdict is "accepted" or "parked" && (int)record["version"]! > 1;
        Told.Add($"{record["key"]} {record["kind"]} v{record["version"]}{(record["deleted"] is null ? "" : " deleted")} {verdict} {pushed.Rule}");
        if (!isRepeat)
        {
            _sent.Add(record);
        }

        return verdict;
    }

    // The acceptance has come: what waited was judged again in the order in which it happened, and the records say what became of them.
    private async Task ReleaseAsync(JsonObject by)
    {
        if ((string?)by["kind"] != "case.accepted" || by["deleted"] is not null)
        {
            return;
        }

        foreach (var (of, record, id) in _parked.OrderBy(one => (string)one.Record["occurredAt"]!, StringComparer.Ordinal).ToList())
        {
            if (await way.IsTakenAsync(id))
            {
                Take(of, record);
            }
        }

        _parked.Clear();
    }

    private void Take(Standing standing, JsonObject record)
    {
        if (IsLost(standing, record))
        {
            _places.Remove(standing);
        }

        if (!_places.Contains(standing))
        {
            standing.StandsForStep = IsWithoutStep(record);
            _places.Add(standing);
        }

        (standing.Record, standing.Last) = (record, record);
    }

    // What was withdrawn and comes back behind another acceptance is new to the case: the lane would bring it before the acceptance otherwise.
    private bool IsLost(Standing standing, JsonObject record) =>
        standing.Record is null && NeedsAcceptance(record) && _places.FindIndex(place => (string?)place.Record?["kind"] == "case.accepted") > _places.IndexOf(standing);

    private static bool NeedsAcceptance(JsonObject record) => (string)record["kind"]! switch
    {
        "case.closed" => (string?)record["data"]!["result"] != "supplementLapsed",
        "case.submitted" or "case.accepted" or "case.supplementRequested" or "case.supplementReceived" or "case.withdrawn" => false,
        _ => true,
    };

    // Judged once, when the result takes its place: no step before it then, in an immediate case.
    private bool IsWithoutStep(JsonObject record) => (string?)record["kind"] == "case.closed"
        && Stands.Exists(one => (string?)one["kind"] == "case.accepted" && (string?)one["data"]!["caseType"] == "immediate") && !Kinds.Contains("case.step");
}
