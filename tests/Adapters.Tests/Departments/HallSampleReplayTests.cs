using System.Globalization;
using System.Text.Json;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Rules;
using ServiceHall.Tests;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>The whole hall sample in order of receipt, against its author's verdicts.</summary>
public sealed class HallSampleReplayTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Load(Path.Combine(Repository.Data, "holidays"));

    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["text.encoding"] = "E_ENCODING",
        ["matter.name-differs"] = "E_ENCODING",
        ["text.control-character"] = "E_CONTROL_CHAR",
        ["field.required"] = "E_REQUIRED",
        ["field.too-long"] = "E_FIELD_LEN",
        ["time.in-future"] = "E_TIME_FUTURE",
        ["matter.unknown"] = "E_TASK_UNKNOWN",
        ["matter.other-department"] = "E_TASK_DEPT",
        ["identifier.normalised"] = "W_NORMALISED",
        ["identifier.format"] = "E_ID_FORMAT",
        ["citizen-id.check-digit"] = "E_ID_CHECK",
        ["uscc.check-digit"] = "E_USCC_CHECK",
        ["division.unknown"] = "E_AREA",
        ["division.retired"] = "W_AREA_RETIRED",
        ["cross-region.matter-not-open"] = "E_NOT_CROSS",
        ["case.not-yet-accepted"] = "H_NO_CASE",
        ["case.already-accepted"] = "E_CASE_EXISTS",
        ["case.closed"] = "E_CASE_CLOSED",
        ["time.out-of-order"] = "E_TIME_ORDER",
        ["pause.not-open"] = "E_SPECIAL_ORDER",
        ["pause.still-open"] = "E_SPECIAL_OPEN",
        ["evaluation.before-result"] = "E_EVAL_EARLY",
        ["code.unknown"] = "E_CODE",
        ["evaluation.repeated"] = "E_EVAL_TIMES",
        ["record.late"] = "W_LATE",
        ["case.promise-mismatch"] = "W_PROMISE_MISMATCH",
    };

    [ReferenceDataFact]
    public void Every_verdict_is_the_one_expected()
    {
        var mapping = HallSample.MappingWith(departments: true);
        var hall = new SampleReplay(mapping, HallSample.Rules(mapping));
        var wrong = new List<string>();

        foreach (var (sent, expected) in HallSample.Lines("events.jsonl").Zip(HallSample.Lines("expected.jsonl")))
        {
            var (was, due) = (Said(hall.Push(sent, HallSample.ReceivedAt(sent))), Due(expected));
            if (was != due)
            {
                wrong.Add($"{sent.GetProperty("seq")}: expected {due}, was {was}");
            }
        }

        Assert.Empty(wrong.Take(20));
    }

    [ReferenceDataFact]
    public void Every_case_ends_in_the_state_expected()
    {
        var mapping = HallSample.MappingWith(departments: true);
        var hall = new SampleReplay(mapping, HallSample.Rules(mapping));
        var departments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var sent in HallSample.Lines("events.jsonl"))
        {
            departments[HallSample.Text(sent.GetProperty("payload"), "project_no")] = HallSample.Text(sent, "source_system").ToLowerInvariant();
            hall.Push(sent, HallSample.ReceivedAt(sent));
        }

        Assert.All(HallSample.Lines("cases_expected.jsonl"), expected =>
        {
            var caseNo = HallSample.Text(expected, "project_no");
            Assert.Equal(Due(expected.GetProperty("result_date").GetString() is not null, expected), State(hall.CaseOf(departments[caseNo], caseNo)!));
        });
    }

    private static string State(Case @case)
    {
        var clock = CaseClock.Read(@case.Facts, @case.Matter!.Promised, Calendar, @case.Facts.Closing?.OccurredAt ?? @case.Facts.Acceptance!.OccurredAt);
        var ratings = @case.Facts.Evaluations.Select(given => 5 - Words.EvaluationLevel.Words.ToList().IndexOf(((Evaluation)given.Data).Level!));
        var due = @case.Facts.OpenPause is null ? HallTime.DayOf(clock.DueAt!.Value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "open";
        return $"{@case.Facts.State == CaseState.Closed} {due} {@case.Facts.Steps.Length} [{string.Join(',', ratings)}] {(@case.Facts.Closing is null ? null : clock.Light == Light.Red)}";
    }

    private static string Due(bool closed, JsonElement expected)
    {
        var due = expected.GetProperty("special_open").GetArrayLength() == 0 ? HallSample.Text(expected, "due_date") : "open";
        var ratings = expected.GetProperty("satisfaction_5_is_best").EnumerateArray().Select(level => level.GetInt32());
        return $"{closed} {due} {expected.GetProperty("steps").GetInt32()} [{string.Join(',', ratings)}] {(closed ? expected.GetProperty("overdue").GetBoolean() : null)}";
    }

    // A firm without a legal representative is a warning that the sample's own verdicts do not print.
    private static string Said(Judgement judgement) => judgement.Verdict switch
    {
        Verdict.Duplicate => "duplicate D_SAME",
        Verdict.Conflict => "reject E_PUSH_CONFLICT",
        Verdict.Parked => $"hold {Codes[judgement.Decides!.Rule.Id]}",
        Verdict.Rejected => $"reject {Codes[judgement.Decides!.Rule.Id]}",
        _ when Warnings(judgement) is { Length: > 0 } warnings => $"accept_warn {string.Join(' ', warnings)}",
        _ => "accept",
    };

    private static string[] Warnings(Judgement judgement) =>
        [.. judgement.Findings.Where(finding => finding.Rule != RuleBook.LegalRepresentativeMissing).Select(finding => Codes[finding.Rule.Id]).Distinct()];

    private static string Due(JsonElement expected) =>
        string.Join(' ', expected.GetProperty("codes").EnumerateArray().Select(code => code.GetString()).Prepend(HallSample.Text(expected, "verdict")));
}
