using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;
using ServiceHall.Model.Tests.Divisions;
using ServiceHall.Tests;
using Record = ServiceHall.Model.Records.Record;

namespace ServiceHall.Model.Tests.Judging;

/// <summary>A hall with two matters, and records of a case as tests need them.</summary>
internal static class Hall
{
    public const string Code = "11990001990000113L4990500007000";
    public const string OldCode = "11990001990000113L4990500008000";

    /// <summary>Monday, 2 November 2026, 10:00.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 10, 0, 0, HallTime.Offset);

    public static HallRules Rules { get; } = new()
    {
        Matters = new MatterCatalogue([Matter(Code), Matter(OldCode) with { ValidTo = new DateOnly(2026, 11, 1) }], "test"),
        Divisions = SampleDivisions.National,
        Calendar = WorkCalendar.Load(Path.Combine(Repository.Data, "holidays")),
    };

    public static Submitted Application { get; } = new()
    {
        MatterCode = Code,
        Title = "T",
        Channel = "window",
        Applicant = new Applicant { Type = "person", Name = "示例甲", IdType = "other", IdNumber = "1" },
    };

    public static Record Record(EventData data, DateTimeOffset? at = null, string key = "K") => new()
    {
        Department = "mz",
        Key = key,
        Kind = KindOf(data),
        CaseNo = "A-1",
        Version = 1,
        OccurredAt = at ?? Start,
        ReceivedAt = at ?? Start,
        Data = data,
    };

    public static Accepted Accepted(Submitted? application = null) => new()
    {
        Submission = application ?? Application,
        CaseType = "promised",
        AppliedAt = Start,
        AcceptedBy = "甲",
        OrganisationCode = Code[..18],
        OrganisationName = "民政局",
    };

    public static Step Step { get; } = new() { Name = "审查", Action = "approved", StartedAt = Start, HandledBy = "甲", Opinion = "同意" };

    public static Closed Closed { get; } = new() { Result = "completed", ClosedBy = "甲" };

    public static Paused Paused(string sequence) => new() { Sequence = sequence, Procedure = "hearing", Reason = "R" };

    public static Resumed Resumed(string sequence) => new() { Sequence = sequence, Result = "R", HandledBy = "甲" };

    public static SupplementRequested Notice { get; } = new() { Reason = "R", Materials = [], RequestedBy = "甲" };

    public static SupplementReceived Supplement { get; } = new() { Materials = [], ReceivedBy = "甲" };

    public static Refused Refused { get; } = new() { Reason = "R", RefusedBy = "甲" };

    public static Extended Extended { get; } = new() { Days = 10, Reason = "R", ApprovedBy = "甲" };

    public static Delivered Delivered { get; } = new() { Method = "window" };

    public static Withdrawn Withdrawn { get; } = new() { Reason = "R" };

    public static Evaluation Rating(string step, int sequence, int serviceNo = 1) => new()
    {
        Channel = "web",
        Level = "satisfied",
        ServiceNo = serviceNo,
        ServiceStep = step,
        Sequence = sequence,
        Anonymous = false,
    };

    public static Judgement Judge(Record record, Case? existing = null, KnownKey? known = null, HallRules? rules = null, params Finding[] found) =>
        new Judge(rules ?? Rules).Decide(record, found, Guid.NewGuid(), known, existing, () => new Case { Id = 1, Department = "mz", CaseNo = "A-1", GatewayNo = "990001202611020000000001" });

    /// <summary>The case that these events make, an hour apart; each must be taken.</summary>
    public static Case? Case(params EventData[] events)
    {
        Case? made = null;
        foreach (var (data, hour) in events.Select((data, hour) => (data, hour)))
        {
            var judgement = Judge(Record(data, Start.AddHours(hour), $"K{hour}"), made);
            Assert.Equal(Verdict.Accepted, judgement.Verdict);
            made = judgement.Case;
        }

        return made;
    }

    private static string KindOf(EventData data) => data switch
    {
        Model.Cases.Submitted => Kinds.CaseSubmitted,
        Model.Cases.Accepted => Kinds.CaseAccepted,
        Model.Cases.Step => Kinds.CaseStep,
        Model.Cases.Paused => Kinds.CasePaused,
        Model.Cases.Resumed => Kinds.CaseResumed,
        Model.Cases.Closed => Kinds.CaseClosed,
        SupplementRequested => Kinds.CaseSupplementRequested,
        SupplementReceived => Kinds.CaseSupplementReceived,
        Model.Cases.Refused => Kinds.CaseRefused,
        Model.Cases.Extended => Kinds.CaseExtended,
        Model.Cases.Delivered => Kinds.CaseDelivered,
        Model.Cases.Withdrawn => Kinds.CaseWithdrawn,
        Evaluation => Kinds.EvaluationGiven,
        CrossRegionRequest => Kinds.CrossRegionSubmitted,
        _ => throw new InvalidOperationException(),
    };

    private static Matter Matter(string code) => new()
    {
        Code = code,
        CatalogCode = "990500007000",
        Name = "示例事项",
        Version = 1,
        Department = "mz",
        CaseType = "promised",
        Promised = new Limit(5, "workingDay"),
    };
}
