using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Model.Judging;
using ServiceHall.Tests;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>Every event of the hall sample through its mapping, against the verdict its author expects.</summary>
public sealed class HallSampleTests
{
    // What each label breaks that can be seen without a case. All other labels concern the case or the key.
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["missing_required"] = "field.required",
        ["control_char"] = "text.control-character",
        ["mojibake"] = "matter.name-differs",
        ["bad_id_check"] = "citizen-id.check-digit",
        ["bad_uscc_check"] = "uscc.check-digit",
        ["future_time"] = "time.in-future",
        ["unknown_task_code"] = "matter.unknown",
        ["overlong_name"] = "field.too-long",
        ["overlong_opinion"] = "field.too-long",
        ["task_of_other_dept"] = "matter.other-department",
        ["eval_out_of_range"] = "code.unknown",
        ["cross_unknown_area"] = "division.unknown",
        ["cross_matter_not_open"] = "cross-region.matter-not-open",
    };

    [ReferenceDataFact]
    public void Every_event_breaks_exactly_what_its_label_says()
    {
        var mapping = HallSample.MappingWith(departments: true);
        var rules = HallSample.Rules(mapping);

        var wrong = HallSample.Lines("events.jsonl").Zip(HallSample.Lines("expected.jsonl")).Select(pair => Judged(mapping, rules, pair.First, pair.Second)).OfType<string>().ToList();

        Assert.Empty(wrong.Take(20));
    }

    [ReferenceDataFact]
    public void Warnings_of_a_single_record_are_those_expected()
    {
        var mapping = HallSample.MappingWith(departments: true);
        var rules = HallSample.Rules(mapping);

        var labelled = HallSample.Lines("events.jsonl").Zip(HallSample.Lines("expected.jsonl")).Where(pair => pair.Second.GetProperty("label").GetString() is "fullwidth_id" or "lowercase_x" or "result_late" or "cross_retired_area").ToList();

        Assert.Equal(24, labelled.Count);
        Assert.All(labelled, pair =>
        {
            var warning = pair.Second.GetProperty("label").GetString() switch { "result_late" => "record.late", "cross_retired_area" => "division.retired", _ => "identifier.normalised" };
            Assert.Contains(Reading.Of(mapping, pair.First, rules, HallSample.ReceivedAt(pair.First)).Findings, finding => finding.Rule.Id == warning);
        });
    }

    [ReferenceDataFact]
    public void Without_the_departments_file_times_are_read_all_the_same()
    {
        var (with, without) = (HallSample.MappingWith(departments: true), HallSample.MappingWith(departments: false));

        var differing = HallSample.Lines("events.jsonl").Where(sent => sent.GetProperty("kind").GetString() != "eval").Count(sent =>
            !with.Map(SourceNode.Of(sent)).Canonical.AsSpan().SequenceEqual(without.Map(SourceNode.Of(sent)).Canonical));

        Assert.Equal(0, differing);
    }

    [ReferenceDataFact]
    public void Satisfaction_counts_the_way_the_department_counts_it()
    {
        var mapping = HallSample.MappingWith(departments: true);
        var scale = HallSample.Lines("departments.jsonl").ToDictionary(line => HallSample.Text(line, "source_system"), line => HallSample.Text(line, "satisfaction_scale"));

        Assert.All(HallSample.Lines("events.jsonl").Where(sent => HallSample.Text(sent, "kind") == "eval" && HallSample.Text(sent.GetProperty("payload"), "satisfaction") == "1"), sent =>
        {
            using var canonical = JsonDocument.Parse(mapping.Map(SourceNode.Of(sent)).Canonical);
            var best = scale[HallSample.Text(sent, "source_system")] == "gbt39046";
            Assert.Equal(best ? "verySatisfied" : "veryDissatisfied", HallSample.Text(canonical.RootElement.GetProperty("data"), "level"));
        });
    }

    private static string? Judged(DepartmentMapping mapping, HallRules rules, JsonElement sent, JsonElement expected)
    {
        var read = Reading.Of(mapping, sent, rules, HallSample.ReceivedAt(sent));
        var blocking = read.Blocking(HallSample.ProfileOf(mapping));
        string[] due = Expected.TryGetValue(expected.GetProperty("label").GetString() ?? "", out var rule) ? [rule] : [];
        return blocking.SequenceEqual(due) && read.Record is not null ? null : $"{sent.GetProperty("seq")}: expected {string.Join(' ', due)}, was {string.Join(' ', blocking)}";
    }
}
