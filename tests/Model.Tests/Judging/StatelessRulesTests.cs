using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Tests.Judging;

public sealed class StatelessRulesTests
{
    private static readonly string Long = new('长', 11);

    public static TheoryData<string, EventData> TooLong() => new()
    {
        { "data.title", Hall.Application with { Title = Long } },
        { "data.matterCode", Hall.Application with { MatterCode = Long } },
        { "data.applicant.name", Hall.Application with { Applicant = new Applicant { Name = Long } } },
        { "data.materials[1].name", Hall.Application with { Materials = [new Material { Name = "短" }, new Material { Name = Long }] } },
        { "data.matterName", Hall.Accepted() with { MatterName = Long } },
        { "data.acceptedBy", Hall.Accepted() with { AcceptedBy = Long } },
        { "data.opinion", Hall.Step with { Opinion = Long } },
        { "data.reason", Hall.Paused("1") with { Reason = Long } },
        { "data.basis", Hall.Paused("1") with { Basis = Long } },
        { "data.approvedBy", Hall.Paused("1") with { ApprovedBy = Long } },
        { "data.result", Hall.Resumed("1") with { Result = Long } },
        { "data.handledBy", Hall.Resumed("1") with { HandledBy = Long } },
        { "data.reason", Hall.Closed with { Reason = Long } },
        { "data.licences[0].number", Hall.Closed with { Licences = [new Licence { Number = Long }] } },
    };

    [Theory]
    [MemberData(nameof(TooLong))]
    public void Every_text_that_ends_in_a_column_is_measured(string field, EventData data)
    {
        var widths = new[]
        {
            "title", "matterCode", "applicant.name", "materials.name", "matterName", "acceptedBy", "opinion", "reason", "basis", "approvedBy", "result", "handledBy", "licences.number",
        }.ToDictionary(name => $"data.{name}", _ => 10);

        Assert.Contains($"field.too-long {field}", Said(data, Hall.Rules with { Widths = widths }));
        Assert.DoesNotContain($"field.too-long {field}", Said(data, Hall.Rules with { Widths = widths.ToDictionary(width => width.Key, _ => 64) }));
    }

    [Fact]
    public void Widths_count_characters_not_code_units()
    {
        var widths = new Dictionary<string, int> { ["data.opinion"] = 2 };

        Assert.Empty(Said(Hall.Step with { Opinion = "𠮷𠮷" }, Hall.Rules with { Widths = widths }));
        Assert.Equal(["field.too-long data.opinion"], Said(Hall.Step with { Opinion = "𠮷𠮷x" }, Hall.Rules with { Widths = widths }));
    }

    [Theory]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void Five_minutes_ahead_is_a_clock_more_is_the_future(int seconds, bool told)
    {
        var at = Hall.Start.AddSeconds(seconds);
        var record = Hall.Record(Hall.Accepted() with { AppliedAt = at }, at) with { ReceivedAt = Hall.Start };

        Assert.Equal(told ? ["time.in-future occurredAt", "time.in-future data.appliedAt"] : [], Said(record));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Ten_days_later_is_late(int seconds, bool told) =>
        Assert.Equal(told ? ["record.late occurredAt"] : [], Said(Hall.Record(Hall.Closed) with { ReceivedAt = Hall.Start.AddDays(10).AddSeconds(seconds) }));

    [Fact]
    public void A_step_ends_after_it_began_and_happened_when_it_ended()
    {
        Assert.Equal(["time.out-of-order data.endedAt", "time.differs occurredAt"], Said(Hall.Step with { EndedAt = Hall.Start.AddSeconds(-1) }));
        Assert.Empty(Said(Hall.Step with { StartedAt = Hall.Start.AddDays(-1), EndedAt = Hall.Start }));
    }

    [Fact]
    public void Whoever_applies_applies_before_the_acceptance() =>
        Assert.Equal(["time.out-of-order data.appliedAt"], Said(Hall.Accepted() with { AppliedAt = Hall.Start.AddSeconds(2) }));

    private static string[] Said(EventData data, HallRules? rules = null) => Said(Hall.Record(data), rules);

    private static string[] Said(Model.Records.Record record, HallRules? rules = null)
    {
        var findings = new List<Finding>();
        new StatelessRules(rules ?? Hall.Rules).Check(record, findings);
        return [.. findings.Select(finding => $"{finding.Rule.Id} {finding.Field}")];
    }
}
