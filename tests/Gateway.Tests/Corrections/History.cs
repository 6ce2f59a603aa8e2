using System.Text.Json.Nodes;
using ServiceHall.Tests.Cases;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>A legal history with corrections that stay legal in whatever order they come, and orders in which it may arrive.</summary>
internal sealed class History
{
    // Of each event, in the order in which they happened, every version.
    private readonly List<List<JsonObject>> _events = [];
    private readonly Random _random;
    private readonly Story _story;

    public History(Random random, string caseNo)
    {
        (_random, _story) = (random, new Story(random, caseNo));
        if (random.Next(2) == 0)
        {
            Add(_story.Submitted());
        }

        Add(_story.Accepted(caseType: "promised"));
        for (var i = random.Next(2, 7); i > 0; i--)
        {
            AddSome($"k{i}");
        }

        if (random.Next(3) > 0)
        {
            Add(_story.Closed("closed"));
            Maybe(() => Add(_story.Delivered("delivered")));
        }

        Maybe(() => Add(_story.Evaluation("rated", 1)));
    }

    /// <summary>The rows of the case in the end.</summary>
    public List<string> Rows => RowReference.Of([.. _events.Select(versions => versions[^1]).Where(last => last["deleted"] is null)], standsForStep: false);

    /// <summary>Orders of arrival: as it happened; corrections last; all that may wait before the acceptance, in disorder; repeats between.</summary>
    public IEnumerable<(string Name, List<JsonObject> Records)> Orders()
    {
        yield return ("happened", [.. _events.SelectMany(versions => versions)]);
        yield return ("late", [.. _events.Select(versions => versions[0]), .. Disorder(_events.SelectMany(versions => versions.Skip(1)))]);
        yield return ("waiting", Waiting(_events.Count));
        yield return ("halfway", Waiting(_random.Next(_events.Count)));
    }

    private List<JsonObject> Waiting(int before)
    {
        var submission = _events.TakeWhile(versions => Kind(versions) == "case.submitted").ToList();
        var acceptance = _events[submission.Count];
        var others = _events.Skip(submission.Count + 1).ToList();
        List<JsonObject> records =
        [
            .. submission.SelectMany(Disorder),
            .. Disorder(others.Take(before).SelectMany(versions => versions)),
            .. Disorder(acceptance),
            .. others.Skip(before).SelectMany(Disorder),
        ];
        return [.. records.SelectMany(record => _random.Next(4) == 0 ? new[] { record, record } : [record])];
    }

    private void AddSome(string key)
    {
        switch (_random.Next(4))
        {
            case 0:
                Add(_story.Paused(key, key));
                Add(_story.Resumed($"{key}-end", key));
                break;
            case 1 when !_events.Exists(versions => Kind(versions) == "case.extended"):
                Add(_story.Extended(key), mayGo: true);
                break;
            default:
                Add(_story.Step(key), mayGo: true);
                break;
        }
    }

    private void Add(JsonObject first, bool mayGo = false)
    {
        var versions = new List<JsonObject> { first };
        for (var i = _random.Next(3); i > 0; i--)
        {
            versions.Add(_story.Again(versions[^1], versions.Count + 1));
        }

        if (mayGo && _random.Next(4) == 0)
        {
            versions.Add(Story.Deleted(versions[^1], versions.Count + 1));
        }

        _events.Add(versions);
    }

    private void Maybe(Action add)
    {
        if (_random.Next(2) == 0)
        {
            add();
        }
    }

    private List<JsonObject> Disorder(IEnumerable<JsonObject> records)
    {
        var shuffled = records.ToArray();
        _random.Shuffle(shuffled);
        return [.. shuffled];
    }

    private static string Kind(List<JsonObject> versions) => (string)versions[0]["kind"]!;
}
