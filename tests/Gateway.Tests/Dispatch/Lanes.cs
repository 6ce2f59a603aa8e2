using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Adapters.Platforms.OneWindow.Rows;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Records;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>A lane's makings: a case with events, and its deliveries to the sample province's profile.</summary>
internal static class Lanes
{
    public static readonly DateTimeOffset Nine = new(2026, 6, 15, 9, 0, 0, TimeSpan.FromHours(8));

    public static Platform Platform { get; } = new(Platform.OneWindow, new OneWindowSettings { RetrySchedule = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)] }, Planner().Plan);

    /// <summary>Rows by a seal of the tests' own; no call was kept.</summary>
    public static SentRows Sent { get; } = new(Platform, new Sealer(DataKeys.Ephemeral()), _ => null);

    /// <summary>An acceptance with two materials, then such further events.</summary>
    public static Case Case(params EventData[] events)
    {
        var material = new Material { Name = "申请表", Form = "paper", Copies = 1 };
        var accepted = new Accepted
        {
            Submission = new Submitted
            {
                MatterCode = Samples.Matter, Title = "示例", Channel = "window", Materials = [material, material],
                Applicant = new Applicant { Type = "person", Name = "示例甲", IdType = "citizenId", IdNumber = Samples.PersonId },
            },
            CaseType = "promised", AppliedAt = Nine, AcceptedBy = "示例", OrganisationCode = "11990001990000113L", OrganisationName = "示例局",
        };
        var matters = MatterFile.Load(TestHall.SampleMatters);
        var @case = new Case { Id = 1, Department = "mz", CaseNo = "A-1", GatewayNo = "990001202606150000000001", Matter = matters.Find(Samples.Matter, new DateOnly(2026, 6, 15)), MatterCodeUsed = Samples.Matter };
        foreach (var (data, i) in events.Prepend(accepted).Select((data, i) => (data, i)))
        {
            @case = @case.With(new CaseEvent(Guid.NewGuid(), $"A-1/{i}", 1, KindOf(data), Nine.AddMinutes(i), Nine.AddMinutes(i), data));
        }

        return @case;
    }

    public static Step AStep { get; } = new() { Name = "审核", Action = "approved", StartedAt = Nine, HandledBy = "示例", Opinion = "同意" };

    public static Paused APause { get; } = new() { Sequence = "1", Procedure = "verification", Reason = "核实" };

    /// <summary>The deliveries of a case's events, in these states.</summary>
    public static Lane Lane(Case @case, params DeliveryState[] states) => Lane(@case, [.. states.Select((state, i) => Delivery(@case, i, state))]);

    public static Lane Lane(Case @case, IReadOnlyList<DeliveryRow> deliveries) => new(Platform, @case, deliveries, Sent, _ => Prior.There);

    public static DeliveryRow Delivery(Case @case, int at, DeliveryState state) =>
        new(@case.Id, Platform.Name, Places.First(at + 1), @case.Events[at].RecordId, Slots.Of(@case.Id), state, 0, null, null, null, null);

    private static string KindOf(EventData data) => data switch
    {
        Accepted => Kinds.CaseAccepted,
        Step => Kinds.CaseStep,
        Paused => Kinds.CasePaused,
        Resumed => Kinds.CaseResumed,
        _ => Kinds.CaseClosed,
    };

    private static OneWindowPlanner Planner() => new(
        OneWindowProfile.Load(Path.Combine(Repository.Data, "platforms", "one-window")), OneWindowMapper.Create(null, NullLoggerFactory.Instance), WorkCalendar.Load(Path.Combine(Repository.Data, "holidays")));
}
