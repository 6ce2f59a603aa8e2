using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Tests.Judging;

public sealed class JudgeTests
{
    private static readonly DateTimeOffset FirstInstant = HallTime.InHall(DateTimeOffset.MinValue.AddHours(1));
    private static readonly DateTimeOffset LastInstant = new DateTimeOffset(9999, 12, 31, 23, 59, 59, HallTime.Offset).AddTicks(9_999_999);

    [Theory]
    [InlineData(1, SameVersion.SameContent, Verdict.Duplicate)]
    [InlineData(1, SameVersion.OtherContent, Verdict.Conflict)]
    [InlineData(2, SameVersion.New, Verdict.Superseded)]
    [InlineData(2, SameVersion.SameContent, Verdict.Duplicate)]
    [InlineData(2, SameVersion.OtherContent, Verdict.Conflict)]
    public void A_known_key_decides_before_everything_else(int highest, SameVersion same, Verdict expected)
    {
        var judgement = Hall.Judge(Hall.Record(Hall.Step), existing: null, new KnownKey(highest, same, Standing: null), rules: null, Finding.Of(RuleBook.TextEncoding, "data"));

        Assert.Equal(expected, judgement.Verdict);
        Assert.Empty(judgement.Findings);
    }

    [Fact]
    public void A_higher_version_of_what_was_refused_takes_its_place()
    {
        var judgement = Hall.Judge(Hall.Record(Hall.Accepted()) with { Version = 2 }, existing: null, new KnownKey(1, SameVersion.New, Standing: null));

        Assert.Equal(Verdict.Accepted, judgement.Verdict);
    }

    [Fact]
    public void The_first_finding_in_rule_order_decides_and_all_are_told()
    {
        var judgement = Hall.Judge(Hall.Record(Hall.Step), null, null, null, Finding.Of(RuleBook.FieldUnknown, "x"), Finding.Of(RuleBook.CodeUnknown, "data.action"), Finding.Of(RuleBook.TimeFormat, "occurredAt"));

        Assert.Equal("time.format", judgement.Decides!.Rule.Id);
        Assert.Equal(["time.format", "case.not-yet-accepted", "code.unknown", "field.unknown"], judgement.Findings.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void Warnings_do_not_keep_a_record_out()
    {
        var judgement = Hall.Judge(Hall.Record(Hall.Accepted()), null, null, null, Finding.Of(RuleBook.FieldUnknown, "x"));

        Assert.Equal((Verdict.Accepted, null), (judgement.Verdict, judgement.Decides));
        Assert.Equal(["field.unknown"], judgement.Findings.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void A_profile_may_park_what_comes_too_early()
    {
        var rules = Hall.Rules with { Profile = new RuleProfile(new Dictionary<string, Severity> { ["case.not-yet-accepted"] = Severity.Park }) };

        Assert.Equal(Verdict.Parked, Hall.Judge(Hall.Record(Hall.Step), rules: rules).Verdict);
        Assert.Equal(Verdict.Rejected, Hall.Judge(Hall.Record(Hall.Step), null, null, rules, Finding.Of(RuleBook.TextEncoding, "data.opinion")).Verdict);
    }

    [Theory]
    [InlineData(-1000, null)]
    [InlineData(-1001, "time.out-of-order")]
    public void An_event_may_lie_one_second_before_the_acceptance(int milliseconds, string? expected)
    {
        var judgement = Hall.Judge(Hall.Record(Hall.Step, Hall.Start.AddMilliseconds(milliseconds)), Hall.Case(Hall.Accepted()));

        Assert.Equal(expected, judgement.Decides?.Rule.Id);
    }

    [Fact]
    public void A_procedure_does_not_end_before_it_began()
    {
        var paused = Hall.Case(Hall.Accepted(), Hall.Paused("1"));

        Assert.Equal("time.out-of-order", Hall.Judge(Hall.Record(Hall.Resumed("1"), Hall.Start.AddMinutes(59)), paused).Decides?.Rule.Id);
    }

    [Fact]
    public void The_ends_of_time_are_judged_too()
    {
        var accepted = Hall.Case(Hall.Accepted());
        EventData[] events = [Hall.Step, Hall.Closed, Hall.Accepted() with { PromisedDueAt = Hall.Start, AppliedAt = FirstInstant }];

        Assert.All(events, data => Assert.All([FirstInstant, LastInstant], at =>
        {
            var record = Hall.Record(data, at) with { ReceivedAt = Hall.Start };
            new StatelessRules(Hall.Rules).Check(record, []);
            Hall.Judge(record, accepted);
            Hall.Judge(record, Hall.Case(Hall.Application));
        }));
    }

    [Theory]
    [InlineData("workingDay")]
    [InlineData("naturalDay")]
    [InlineData("hour")]
    [InlineData("month")]
    public void No_unit_of_a_promise_reaches_past_the_end_of_time(string unit)
    {
        Assert.Null(CaseClock.DueWithoutPauses(LastInstant, new Limit(36_500, unit), Hall.Rules.Calendar));
    }

    [Fact]
    public void An_acceptance_leaves_out_what_the_submission_said()
    {
        var judgement = Hall.Judge(Hall.Record(Hall.Accepted(new Submitted()), Hall.Start.AddHours(1)), Hall.Case(Hall.Application));

        Assert.Equal(Verdict.Accepted, judgement.Verdict);
        Assert.Empty(judgement.Findings);
        Assert.Equal((Hall.Code, "T"), (judgement.Case!.Matter!.Code, judgement.Case.Facts.Application!.Title));
    }

    [Fact]
    public void An_acceptance_alone_must_say_it_all()
    {
        var judgement = Hall.Judge(Hall.Record(Hall.Accepted(new Submitted())));

        Assert.Equal(["data.matterCode", "data.title", "data.channel", "data.applicant"], judgement.Findings.Select(finding => finding.Field));
        Assert.All(judgement.Findings, finding => Assert.Equal("field.required", finding.Rule.Id));
    }

    [Fact]
    public void What_the_acceptance_says_otherwise_wins_with_a_warning()
    {
        var judgement = Hall.Judge(Hall.Record(Hall.Accepted(new Submitted { Title = "U", Channel = "window" }), Hall.Start.AddHours(1)), Hall.Case(Hall.Application));

        Assert.Equal(["field.changed data.title"], judgement.Findings.Select(finding => $"{finding.Rule.Id} {finding.Field}"));
        Assert.Equal("U", judgement.Case!.Facts.Application!.Title);
    }

    [Fact]
    public void The_matter_of_the_submission_must_still_be_in_force_at_the_acceptance()
    {
        var submitted = Hall.Judge(Hall.Record(Hall.Application with { MatterCode = Hall.OldCode }, Hall.Start.AddDays(-1))).Case;

        var judgement = Hall.Judge(Hall.Record(Hall.Accepted(new Submitted())) with { Key = "accepted" }, submitted);

        Assert.Equal("matter.unknown data.matterCode", $"{judgement.Decides?.Rule.Id} {judgement.Decides?.Field}");
    }

    [Fact]
    public void An_acceptance_is_held_against_the_matter_that_the_submission_named()
    {
        var accepted = Hall.Accepted(new Submitted()) with { OrganisationCode = "11990001990000121F", MatterName = "别的事项" };

        var judgement = Hall.Judge(Hall.Record(accepted, Hall.Start.AddHours(1)), Hall.Case(Hall.Application));

        Assert.Equal(["matter.other-department", "matter.name-differs"], judgement.Findings.Select(finding => finding.Rule.Id));
        Assert.Equal(Verdict.Accepted, judgement.Verdict);
    }

    [Theory]
    [InlineData("2026-11-09T18:00:00+08:00", false)]
    [InlineData("2026-11-09T00:00:00+08:00", false)]
    [InlineData("2026-11-07T18:00:00+08:00", true)]
    public void A_promise_is_compared_by_its_day(string theirs, bool warned)
    {
        var accepted = Hall.Accepted() with { PromisedDueAt = DateTimeOffset.Parse(theirs, System.Globalization.CultureInfo.InvariantCulture) };

        Assert.Equal(warned, Hall.Judge(Hall.Record(accepted)).Findings.Any(finding => finding.Rule == RuleBook.CasePromiseMismatch));
    }
}
