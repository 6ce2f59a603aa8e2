using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using static ServiceHall.Model.Tests.Cases.Clocks;

namespace ServiceHall.Model.Tests.Cases;

/// <summary>Extensions, silence after the receipt, ends without a result, and the clocks of steps; Monday, 2 November 2026 is the day of receipt.</summary>
public sealed class WholeCaseClockTests
{
    private static readonly Limit FiveDays = new(5, "workingDay");

    [Theory]
    [InlineData("workingDay", 5, 10, "11-23 23:59:59")] // Monday the 9th, and two weeks more
    [InlineData("naturalDay", 5, 10, "11-17 23:59:59")]
    [InlineData("month", 1, 10, "12-12 23:59:59")]
    [InlineData("hour", 4, 1, "11-03 14:00:00")]
    public void An_extension_lengthens_the_limit(string unit, int value, int days, string due)
    {
        var facts = Facts(Accepted("11-02 10:00"), (Kinds.CaseExtended, "11-04 10:00", new Extended { Days = days }));

        Assert.Equal(At(due), CaseClock.Read(facts, new Limit(value, unit), Notices, At("11-04 11:00")).DueAt);
    }

    [Fact]
    public void An_extension_and_a_procedure_add_up()
    {
        var facts = Facts(
            Accepted("11-02 10:00"),
            (Kinds.CasePaused, "11-04 10:00", new Paused { Sequence = "1" }),
            (Kinds.CaseResumed, "11-06 10:00", new Resumed { Sequence = "1" }),
            (Kinds.CaseExtended, "11-06 11:00", new Extended { Days = 3 }));

        var reading = CaseClock.Read(facts, FiveDays, Notices, At("11-06 12:00"));

        Assert.Equal((At("11-16 23:59:59"), 2, 6, 2), (reading.DueAt, reading.Paused, reading.Left, reading.Used));
        Assert.Equal("时限 5 个工作日（延期 3 个工作日），剩余 6 个工作日", reading.Why);
    }

    [Fact]
    public void No_extension_reaches_past_the_end_of_time()
    {
        var facts = Facts(Accepted("11-02 10:00"), (Kinds.CaseExtended, "11-03 10:00", new Extended { Days = int.MaxValue }), (Kinds.CaseExtended, "11-03 10:00", new Extended { Days = int.MaxValue }));

        Assert.All(["workingDay", "naturalDay", "month", "hour"], unit => Assert.Null(CaseClock.Read(facts, new Limit(36_500, unit), Notices, At("11-04 11:00")).DueAt));
    }

    [Fact]
    public void Forwarding_moves_no_limit_and_a_notice_stops_nothing()
    {
        var noticed = Facts(Accepted("11-02 10:00"), (Kinds.CaseSupplementRequested, "11-03 10:00", new SupplementRequested()), (Kinds.CaseSupplementReceived, "11-06 10:00", new SupplementReceived()));
        var forwarded = Facts(Accepted("11-02 10:00"), (Kinds.CaseClosed, "11-04 10:00", new Closed { Result = "forwarded" }));

        Assert.Equal((At("11-09 23:59:59"), true), Shown(noticed, "11-06 12:00"));
        Assert.Equal((At("11-09 23:59:59"), false), Shown(forwarded, "11-30 12:00"));
    }

    [Theory]
    [InlineData("11-09 23:59:59", null)]
    [InlineData("11-10 00:00", "11-09 23:59:59")]
    public void Silence_for_five_working_days_is_acceptance_from_the_receipt(string now, string? due)
    {
        var reading = CaseClock.Read(Facts(Submitted("11-02 10:00")), FiveDays, Notices, At(now));

        Assert.Equal((due is null ? null : At(due), due is not null), (reading.DueAt, reading.Running));
        Assert.Equal(due is not null, reading.Why.StartsWith("视为受理（收件后 5 个工作日内未答复），自收件日起算；", StringComparison.Ordinal));
    }

    [Fact]
    public void The_receipt_is_when_the_papers_came()
    {
        var submitted = (Kinds.CaseSubmitted, "11-05 10:00", (EventData)new Submitted { ReceivedAt = At("11-02 10:00") });

        Assert.Equal(At("11-09 23:59:59"), CaseClock.Read(Facts(submitted), FiveDays, Notices, At("11-10 00:00")).DueAt);
    }

    [Theory]
    [InlineData("11-09 10:00", "11-16 23:59:59", false)]
    [InlineData("11-12 10:00", "11-09 23:59:59", true)]
    public void An_acceptance_in_time_counts_from_itself_and_a_later_one_moves_nothing(string acceptedAt, string due, bool deemed)
    {
        var reading = CaseClock.Read(Facts(Submitted("11-02 10:00"), Accepted(acceptedAt)), FiveDays, Notices, At("11-12 12:00"));

        Assert.Equal((At(due), deemed), (reading.DueAt, reading.Why.StartsWith("视为受理", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("11-09 10:00", null)]
    [InlineData("11-10 10:00", "11-09 23:59:59")]
    public void A_notice_in_time_keeps_it_from_being_accepted(string noticedAt, string? due)
    {
        var facts = Facts(Submitted("11-02 10:00"), (Kinds.CaseSupplementRequested, noticedAt, new SupplementRequested()));

        Assert.Equal(due is null ? null : At(due), CaseClock.Read(facts, FiveDays, Notices, At("11-30 10:00")).DueAt);
    }

    [Fact]
    public void What_ended_before_an_acceptance_has_no_clock()
    {
        EventData[] ends = [new Refused(), new Withdrawn(), new Closed { Result = "supplementLapsed" }];
        string[] kinds = [Kinds.CaseRefused, Kinds.CaseWithdrawn, Kinds.CaseClosed];

        Assert.Equal(
            ["不予受理，不计时", "受理前已撤销申请，不计时", "补正不来，未受理，不计时"],
            ends.Zip(kinds).Select(end => CaseClock.Read(Facts(Submitted("11-02 10:00"), (end.Second, "11-03 10:00", end.First)), FiveDays, Notices, At("11-30 10:00")).Why));
    }

    [Fact]
    public void A_withdrawal_stops_the_clock_for_good()
    {
        var reading = CaseClock.Read(Facts(Accepted("11-02 10:00"), (Kinds.CaseWithdrawn, "11-04 10:00", new Withdrawn())), FiveDays, Notices, At("11-30 10:00"));

        Assert.Equal((false, Light.Green, 3, "已撤销，在时限 5 个工作日内"), (reading.Running, reading.Light, reading.Left, reading.Why));
    }

    [Theory]
    [InlineData("11-04 10:00", null, "11-05 23:59:59", Light.Green)]
    [InlineData("11-05 10:00", null, "11-05 23:59:59", Light.Yellow)]
    [InlineData("11-06 10:00", null, "11-05 23:59:59", Light.Red)]
    [InlineData("11-30 10:00", "11-04 10:00", "11-05 23:59:59", Light.Green)]
    public void A_step_with_a_limit_has_a_clock_of_its_own(string now, string? endedAt, string due, Light light)
    {
        var step = new Step { Limit = new Limit(2, "workingDay"), StartedAt = At("11-03 10:00"), EndedAt = endedAt is null ? null : At(endedAt) };
        var facts = Facts(Accepted("11-02 10:00"), (Kinds.CaseStep, "11-03 10:00", step), (Kinds.CaseStep, "11-03 10:00", new Step()), (Kinds.CaseExtended, "11-03 11:00", new Extended { Days = 5 }));

        var reading = Assert.Single(StepClocks.Read(facts, Notices, At(now)));

        Assert.Equal((At(due), light, endedAt is null), (reading.Clock.DueAt, reading.Clock.Light, reading.Clock.Running));
    }

    [Fact]
    public void A_procedure_stops_a_step_from_its_start_on()
    {
        var facts = Facts(
            Accepted("11-02 10:00"),
            (Kinds.CasePaused, "11-02 11:00", new Paused { Sequence = "1" }),
            (Kinds.CaseStep, "11-03 10:00", new Step { Limit = new Limit(2, "workingDay"), StartedAt = At("11-03 10:00") }),
            (Kinds.CaseResumed, "11-05 10:00", new Resumed { Sequence = "1" }));

        // Tuesday and Wednesday are not counted; Monday was before the step.
        Assert.Equal((2, At("11-09 23:59:59")), (StepClocks.Read(facts, Notices, At("11-05 12:00"))[0].Clock.Paused, StepClocks.Read(facts, Notices, At("11-05 12:00"))[0].Clock.DueAt));
    }

    [Theory]
    [InlineData(Kinds.CaseRefused, "视为受理（收件后 5 个工作日内未答复），自收件日起算；已不予受理，超出时限 5 个工作日")]
    [InlineData(Kinds.CaseWithdrawn, "视为受理（收件后 5 个工作日内未答复），自收件日起算；已撤销，超出时限 5 个工作日")]
    public void What_comes_too_late_does_not_undo_that_a_case_is_deemed_accepted(string kind, string why)
    {
        var facts = Facts(Submitted("11-02 10:00"), (kind, "11-12 10:00", kind == Kinds.CaseRefused ? new Refused() : new Withdrawn()));

        var reading = CaseClock.Read(facts, FiveDays, Notices, At("11-30 10:00"));

        Assert.Equal((At("11-09 23:59:59"), false, Light.Red, -3, why), (reading.DueAt, reading.Running, reading.Light, reading.Left, reading.Why));
    }

    [Fact]
    public void A_supplement_that_lapses_after_a_late_notice_ends_a_clock_that_ran()
    {
        var facts = Facts(
            Submitted("11-02 10:00"),
            (Kinds.CaseSupplementRequested, "11-10 10:00", new SupplementRequested()),
            (Kinds.CaseClosed, "11-20 10:00", new Closed { Result = "supplementLapsed" }));

        Assert.Equal((At("11-09 23:59:59"), false), Shown(facts, "11-30 10:00"));
    }

    [Theory]
    [InlineData("12-28 10:00", "2027-01-02 10:00", "2027-01-12 23:59:59")]
    [InlineData("12-28 10:00", "2027-01-04 10:00", null)] // the fifth working day may be over
    [InlineData("12-25 10:00", "2027-01-01 10:00", "2027-01-11 23:59:59")] // only four lie between
    public void Whether_an_answer_was_in_time_is_not_guessed_either(string submittedAt, string acceptedAt, string? due)
    {
        var facts = Facts(Submitted(submittedAt), Accepted(acceptedAt));

        var reading = CaseClock.Read(facts, new Limit(10, "naturalDay"), Notices, At("2027-01-05 10:00"));

        Assert.Equal(due is null ? null : At(due), reading.DueAt);
    }

    [Fact]
    public void A_withdrawal_ends_the_procedure_that_it_finds_open()
    {
        var facts = Facts(
            Accepted("11-02 10:00"), (Kinds.CasePaused, "11-04 10:00", new Paused { Sequence = "1" }), (Kinds.CaseWithdrawn, "11-18 10:00", new Withdrawn()));

        var reading = CaseClock.Read(facts, FiveDays, Notices, At("11-30 10:00"));

        Assert.Equal((10, At("11-23 23:59:59"), Light.Green, 3), (reading.Paused, reading.DueAt, reading.Light, reading.Left));
    }

    [Fact]
    public void What_a_procedure_takes_after_the_result_is_not_counted()
    {
        var facts = Facts(
            Accepted("11-02 10:00"),
            (Kinds.CasePaused, "11-04 10:00", new Paused { Sequence = "1" }),
            (Kinds.CaseResumed, "11-20 10:00", new Resumed { Sequence = "1" }),
            (Kinds.CaseClosed, "11-06 10:00", new Closed { Result = "completed" }));

        var reading = CaseClock.Read(facts, FiveDays, Notices, At("11-30 10:00"));

        Assert.Equal((2, At("11-11 23:59:59"), 2, 3), (reading.Paused, reading.DueAt, reading.Used, reading.Left));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("11-20 10:00")]
    public void A_step_that_ended_within_a_procedure_stays_as_it_ended(string? resumedAt)
    {
        var facts = Facts(
            Accepted("11-02 10:00"),
            (Kinds.CasePaused, "11-04 10:00", new Paused { Sequence = "1" }),
            (Kinds.CaseStep, "11-06 10:00", new Step { Limit = new Limit(2, "workingDay"), StartedAt = At("11-03 10:00"), EndedAt = At("11-06 10:00") }),
            (resumedAt is null ? Kinds.CaseStep : Kinds.CaseResumed, resumedAt ?? "11-20 10:00", resumedAt is null ? new Step() : new Resumed { Sequence = "1" }));

        var clock = Assert.Single(StepClocks.Read(facts, Notices, At("11-30 10:00"))).Clock;

        Assert.Equal((2, At("11-09 23:59:59"), 1, 1), (clock.Paused, clock.DueAt, clock.Used, clock.Left));
    }

    [Fact]
    public void A_step_begun_within_a_procedure_has_its_whole_limit_left()
    {
        var facts = Facts(
            Accepted("11-02 10:00"),
            (Kinds.CasePaused, "11-03 10:00", new Paused { Sequence = "1" }),
            (Kinds.CaseStep, "11-05 10:00", new Step { Limit = new Limit(2, "workingDay"), StartedAt = At("11-05 10:00") }));

        var clock = Assert.Single(StepClocks.Read(facts, Notices, At("11-06 10:00"))).Clock;

        Assert.Equal((At("11-09 23:59:59"), false, 0, 2), (clock.DueAt, clock.Running, clock.Used, clock.Left));
    }

    private static (DateTimeOffset? DueAt, bool Running) Shown(CaseFacts facts, string now) =>
        CaseClock.Read(facts, FiveDays, Notices, At(now)) is var reading ? (reading.DueAt, reading.Running) : default;

    private static (string Kind, string At, EventData Data) Submitted(string at) => (Kinds.CaseSubmitted, at, new Submitted());

    private static (string Kind, string At, EventData Data) Accepted(string at) => (Kinds.CaseAccepted, at, new Accepted { Submission = new Submitted() });

    private static CaseFacts Facts(params (string Kind, string At, EventData Data)[] events) =>
        CaseFacts.Of(events.Select((one, index) => new CaseEvent(Guid.NewGuid(), $"K{index}", 1, one.Kind, At(one.At), At(one.At), one.Data)));
}
