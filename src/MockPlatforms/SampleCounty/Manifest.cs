using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;
using ServiceHall.MockPlatforms.SampleCounty.Departments;

namespace ServiceHall.MockPlatforms.SampleCounty;

/// <summary>What is in the day, counted, where its dirt lies, and what is to become of every record: all of it from how the day was made.</summary>
internal static class Manifest
{
    private const string Accepted = "accepted";

    public static JsonObject Of(ulong seed, int cases, RecordedDay day, IReadOnlyDictionary<string, string> files) => Members.Of(
        ("seed", seed),
        ("day", HallDay.Today),
        ("cases", cases),
        ("pushes", day.Pushes.Count),
        ("records", day.Pushes.Sum(push => push.Events.Count)),
        ("verdicts", Counts(Verdicts(day, day.Pushes.SelectMany(push => push.Events)))),
        ("states", Counts(States(day))),
        ("byKind", Counts(day.Pushes.SelectMany(push => push.Events).Select(told => told.Kind))),
        ("byDepartment", new JsonObject(CountyDepartments.All.Select(one => KeyValuePair.Create(one.Code, (JsonNode?)Department(day, one))))),
        ("byLabel", new JsonObject(day.Dirt.Select(one => KeyValuePair.Create(one.Label, (JsonNode?)Label(day, one))))),
        ("sha256", new JsonObject(files.Select(file => KeyValuePair.Create(file.Key, (JsonNode?)Digest(file.Value))))));

    private static JsonObject Department(RecordedDay day, Department department)
    {
        var pushes = day.Pushes.Where(push => push.Department == department).ToList();
        var events = pushes.SelectMany(push => push.Events).ToList();
        return Members.Of(
            ("cases", events.DistinctBy(told => told.CaseNo).Count()),
            ("pushes", pushes.Count),
            ("records", events.Count),
            ("verdicts", Counts(Verdicts(day, events))));
    }

    private static IEnumerable<string> Verdicts(RecordedDay day, IEnumerable<CaseEvent> events) => events.Select(told => Of(day, told)?.Verdict ?? Accepted);

    // Those that were kept, as they are when everything that waited has been judged.
    private static IEnumerable<string> States(RecordedDay day) => day.Pushes.SelectMany(push => push.Events)
        .Select(told => Of(day, told) is { } dirt ? dirt.Ends : Dirt.StateOf(Accepted))
        .OfType<string>();

    private static Dirt? Of(RecordedDay day, CaseEvent told) => told.Label is { } label ? day.Dirt.First(dirt => dirt.Label == label) : null;

    private static JsonObject Label(RecordedDay day, Dirt dirt)
    {
        JsonArray records = [.. day.Pushes.Index().SelectMany(line => line.Item.Events
            .Where(told => told.Label == dirt.Label)
            .Select(told => Members.Of(
                ("line", line.Index + 1), ("department", line.Item.Department.Code), ("caseNo", told.CaseNo), ("key", told.Key))))];
        return Members.Of(("count", records.Count), ("verdict", dirt.Verdict), ("rule", dirt.Rule), ("records", records));
    }

    private static JsonObject Counts(IEnumerable<string> words) =>
        new(words.CountBy(word => word).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
