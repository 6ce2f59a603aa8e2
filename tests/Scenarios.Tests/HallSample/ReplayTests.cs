using System.Text.Json.Nodes;
using ServiceHall.Scenarios.Tests.Crashes;
using ServiceHall.Tests;

namespace ServiceHall.Scenarios.Tests.HallSample;

/// <summary>The command <c>replay</c> on the hall sample, against what is expected of it.</summary>
public sealed class ReplayTests
{
    // The table of the sample's own description.
    private static readonly Dictionary<string, string[]> Rules = new()
    {
        ["D_SAME"] = ["key.repeated"], ["E_PUSH_CONFLICT"] = ["key.conflict"], ["E_ENCODING"] = ["text.encoding", "matter.name-differs"],
        ["E_CONTROL_CHAR"] = ["text.control-character"], ["E_REQUIRED"] = ["field.required"], ["E_FIELD_LEN"] = ["field.too-long"], ["E_TIME_FUTURE"] = ["time.in-future"],
        ["E_TASK_UNKNOWN"] = ["matter.unknown"], ["E_TASK_DEPT"] = ["matter.other-department"], ["W_NORMALISED"] = ["identifier.normalised"],
        ["E_ID_FORMAT"] = ["identifier.format"], ["E_ID_CHECK"] = ["citizen-id.check-digit"], ["E_USCC_CHECK"] = ["uscc.check-digit"], ["E_AREA"] = ["division.unknown"],
        ["W_AREA_RETIRED"] = ["division.retired"], ["E_NOT_CROSS"] = ["cross-region.matter-not-open"], ["H_NO_CASE"] = ["case.not-yet-accepted"],
        ["E_CASE_EXISTS"] = ["case.already-accepted"], ["E_CASE_CLOSED"] = ["case.closed"], ["E_TIME_ORDER"] = ["time.out-of-order"], ["E_SPECIAL_ORDER"] = ["pause.not-open"],
        ["E_SPECIAL_OPEN"] = ["pause.still-open"], ["E_EVAL_EARLY"] = ["evaluation.before-result"], ["E_CODE"] = ["code.unknown"], ["E_EVAL_TIMES"] = ["evaluation.repeated"],
        ["W_LATE"] = ["record.late"], ["W_PROMISE_MISMATCH"] = ["case.promise-mismatch"],
    };

    [ReferenceDataFact]
    public async Task Every_verdict_every_rule_and_every_case_is_as_expected()
    {
        var folder = Directory.CreateTempSubdirectory("replay-").FullName;

        var (exitCode, _) = await GatewayProcess.RunAsync(folder, new Dictionary<string, string>(), "replay", "--adapter", "hall-sample", "--in", ReferenceData.File("hall-sample"), "--out", "out");

        Assert.Equal(0, exitCode);
        Verdicts(Path.Combine(folder, "out"), HallSampleStream.Expected());
        Cases(Path.Combine(folder, "out"));
        Directory.Delete(folder, recursive: true);
    }

    [ReferenceDataFact]
    public async Task The_slice_in_GB18030_is_judged_alike()
    {
        var folder = Directory.CreateTempSubdirectory("replay-").FullName;

        var (exitCode, _) = await GatewayProcess.RunAsync(
            folder, new Dictionary<string, string>(), "replay", "--adapter", "hall-sample", "--in", ReferenceData.File("hall-sample"), "--out", "out", "--events", "events_gb18030.bin", "--encoding", "gb18030");

        Assert.Equal(0, exitCode);
        Verdicts(Path.Combine(folder, "out"), [.. HallSampleStream.Expected().Take(300)]);
        Directory.Delete(folder, recursive: true);
    }

    private static void Verdicts(string folder, IReadOnlyList<Expected> expected)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "verdicts.jsonl")).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(expected.Count, lines.Count);
        foreach (var (line, wanted) in lines.Zip(expected))
        {
            var rules = line["rules"]!.AsArray().Select(rule => (string)rule!).ToList();
            Assert.True(Word(wanted) == (string)line["verdict"]!, line.ToJsonString());
            Assert.True(rules.Count == wanted.Codes.Count && rules.Zip(wanted.Codes).All(pair => Rules[pair.Second].Contains(pair.First)), $"{line.ToJsonString()} is not {string.Join(',', wanted.Codes)}");
        }
    }

    private static void Cases(string folder)
    {
        var expected = HallSampleStream.ExpectedCases();
        var cases = File.ReadAllLines(Path.Combine(folder, "cases.jsonl")).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(expected.Count, cases.Count);
        foreach (var @case in cases)
        {
            Assert.True(JsonNode.DeepEquals(expected[(string)@case["project_no"]!], @case), @case.ToJsonString());
        }
    }

    private static string Word(Expected expected) => expected switch
    {
        { Verdict: "accept" or "accept_warn" } => "accepted",
        { Verdict: "hold" } => "parked",
        { Verdict: "duplicate" } => "duplicate",
        { Codes: ["E_PUSH_CONFLICT", ..] } => "conflict",
        _ => "rejected",
    };
}
