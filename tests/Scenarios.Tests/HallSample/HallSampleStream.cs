using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.Tests;

namespace ServiceHall.Scenarios.Tests.HallSample;

/// <summary>One event of the hall sample, as its department sent it.</summary>
internal sealed record SampleEvent(int Seq, string PushId, string SourceSystem, string Kind, DateTimeOffset ReceivedAt, string ProjectNo, string Line);

/// <summary>What is expected of one event.</summary>
internal sealed record Expected(string Verdict, IReadOnlyList<string> Codes);

/// <summary>Reads the hall sample and lays out what a gateway needs to take it: matter list and department folder.</summary>
internal static class HallSampleStream
{
    public static IEnumerable<SampleEvent> Events() => Lines("events.jsonl").Select(line =>
    {
        var json = JsonNode.Parse(line)!;
        return new SampleEvent(
            (int)json["seq"]!, (string)json["push_id"]!, (string)json["source_system"]!, (string)json["kind"]!,
            DateTimeOffset.Parse((string)json["received_at"]!, CultureInfo.InvariantCulture), (string)json["payload"]!["project_no"]!, line);
    });

    public static IReadOnlyList<Expected> Expected() => [.. Lines("expected.jsonl").Select(line => JsonNode.Parse(line)!).Select(json =>
        new Expected((string)json["verdict"]!, [.. json["codes"]!.AsArray().Select(code => (string)code!)]))];

    public static IReadOnlyDictionary<string, JsonNode> ExpectedCases() =>
        Lines("cases_expected.jsonl").Select(line => JsonNode.Parse(line)!).ToDictionary(json => (string)json["project_no"]!);

    public static IReadOnlyList<string> Departments() => [.. Lines("departments.jsonl").Select(line => ((string)JsonNode.Parse(line)!["source_system"]!).ToLowerInvariant())];

    /// <summary>The sample's matters in the form of <c>Matters:Path</c>; the national codes are made up, unique and stable.</summary>
    public static string WriteMatters(string folder)
    {
        var owners = Lines("departments.jsonl").Select(line => JsonNode.Parse(line)!).ToDictionary(json => (string)json["dept_code"]!, json => ((string)json["source_system"]!).ToLowerInvariant());
        var file = Path.Combine(folder, "matters.jsonl");
        File.WriteAllLines(file, Lines("matters.jsonl").Select(line => JsonNode.Parse(line)!).Select(json => Matter(json, owners).ToJsonString()));
        return file;
    }

    /// <summary>The shipped mapping with the sample's departments beside it.</summary>
    public static string WriteDepartments(string folder)
    {
        var adapter = Directory.CreateDirectory(Path.Combine(folder, "departments", "hall-sample")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Data, "departments", "hall-sample")))
        {
            File.Copy(file, Path.Combine(adapter, Path.GetFileName(file)));
        }

        File.Copy(ReferenceData.File("hall-sample", "departments.jsonl"), Path.Combine(adapter, "departments.jsonl"));
        return Path.Combine(folder, "departments");
    }

    private static JsonObject Matter(JsonNode json, Dictionary<string, string> owners)
    {
        var catalogCode = string.Create(CultureInfo.InvariantCulture, $"990000{(int)json["matter_no"]!:D6}");
        var organisation = (string)json["dept_code"]!;
        return new JsonObject
        {
            ["code"] = $"{organisation}4{catalogCode}",
            ["localCode"] = (string)json["task_code"]!,
            ["catalogCode"] = catalogCode,
            ["name"] = (string)json["task_name"]!,
            ["version"] = 1,
            ["department"] = owners[organisation],
            ["caseType"] = (string)json["project_type"]! == "1" ? "immediate" : "promised",
            ["promised"] = new JsonObject { ["value"] = (int)json["promise_days"]!, ["unit"] = "workingDay" },
            ["crossRegion"] = (bool)json["cross"]!,
        };
    }

    private static IEnumerable<string> Lines(string file) => File.ReadLines(ReferenceData.File("hall-sample", file)).Where(line => line.Length > 0);
}
