using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Departments;

namespace ServiceHall.MockPlatforms.SampleCounty.Cases;

/// <summary>One case as its day goes on. It writes down what it is told, in order of time; what is sensible is the plot's to know.</summary>
internal sealed class CaseStory(Dice dice, Department department, Matter matter, string caseNo, CaseData data, DateTimeOffset startsAt)
{
    private static readonly string[] Steps = ["承办", "审核", "复核", "批准"];
    private readonly List<CaseEvent> events = [];
    private DateTimeOffset now = startsAt;
    private DateTimeOffset? submittedAt;
    private DateTimeOffset lastPush = startsAt;

    public Matter Matter => matter;

    public Department Department => department;

    /// <summary>Whether the department can say that this happened.</summary>
    public bool Speaks(string kind) => department.Shape.Speaks(kind);

    public IReadOnlyList<CaseEvent> Events => events;

    /// <summary>Lets some minutes pass; false when the hall has closed.</summary>
    public bool Wait(int least, int most)
    {
        now = HallDay.Later(now, dice.Seconds(least * 60, most * 60));
        return now < HallDay.Closing;
    }

    public void Submit() => Submit(now);

    /// <summary>What was asked for at another time, such as the weekend, and is pushed now.</summary>
    public void Submit(DateTimeOffset at)
    {
        submittedAt = at;
        Write("case.submitted", data.Submitted(at), at);
        Wait(2, 15);
    }

    public void RequestSupplement() => Write("case.supplementRequested", data.SupplementRequested());

    public void ReceiveSupplement() => Write("case.supplementReceived", data.SupplementReceived());

    public void Refuse() => Write("case.refused", data.Refused());

    public void Extend() => Write("case.extended", data.Extended());

    /// <summary>补正不来: what was missing never came.</summary>
    public void Lapse() => Write("case.closed", data.Lapsed());

    public void Deliver() => Write("case.delivered", data.Delivered());

    public void Withdraw() => Write("case.withdrawn", CaseData.Withdrawn());

    /// <param name="nth">Which rating of the case it says it is; by itself the next.</param>
    public void Rate(int? nth = null) => Write("evaluation.given", data.Rated(nth ?? Count("evaluation.given") + 1));

    /// <summary>Somebody asks for the matter from another region.</summary>
    public void AskFromElsewhere() => Write("crossRegion.submitted", data.CrossRegion(caseNo));

    public void RaiseIssue() => Write("issue.raised", data.Raised(caseNo));

    public void Accept()
    {
        var applied = submittedAt ?? (!matter.Immediate && dice.Chance(20) ? HallDay.FridayBefore(dice) : now - dice.Seconds(60, 600));
        var said = data.Accepted(applied);
        if (submittedAt is not null && !department.Shape.RepeatsSubmission)
        {
            _ = said.Remove("matterCode") && said.Remove("title") && said.Remove("channel") && said.Remove("applicant");
        }

        Write("case.accepted", said);
    }

    /// <summary>A step that began a while ago; a few have no end, and happened when they began.</summary>
    public void Step()
    {
        var nth = Count("case.step");
        var began = now - dice.Seconds(30, 110);
        var ends = dice.Chance(90);
        Write("case.step", data.Step(Steps[nth % Steps.Length], nth is 0 && !matter.Immediate ? "other" : "approved", ends ? began : now, ends ? now : null));
    }

    public void Pause() => Write("case.paused", data.Paused(Count("case.paused") + 1));

    public void Resume() => Write("case.resumed", data.Resumed(Count("case.resumed") + 1));

    public void Close() => Write("case.closed", data.Closed(now));

    /// <summary>Takes or corrects what the last event said, in a higher version, when all of it has been delivered.</summary>
    public void Correct(Func<CaseEvent, CaseEvent> change, bool afterTheRest = true) =>
        Again(last => change(last with { Version = last.Version + 1, AfterTheRest = afterTheRest, Label = null }));

    /// <summary>The last event reaches the gateway before the one that came before it.</summary>
    public void Overtake()
    {
        var (first, second) = (events[^2], events[^1]);
        (events[^2], events[^1]) = (second, first with { PushedAt = second.PushedAt + dice.Seconds(60, 600) });
    }

    /// <summary>Says the last event once more, some minutes later, changed as told.</summary>
    public void Again(Func<CaseEvent, CaseEvent> change)
    {
        Wait(5, 30);
        var last = events[^1];
        var copy = last with { Data = (JsonObject)last.Data.DeepClone(), PushedAt = Push() };
        events.Add(change(copy));
    }

    /// <summary>Says the last event once more as a new one of its kind.</summary>
    public void AnotherOne() =>
        Again(last => last with { Key = department.Shape.Key(caseNo, last.Kind, Count(last.Kind) + 1, dice), OccurredAt = now });

    public bool IsMarked => events.Exists(told => told.Label is not null);

    public void ChangeLast(Func<CaseEvent, CaseEvent> change) => events[^1] = change(events[^1]);

    private void Write(string kind, JsonObject said, DateTimeOffset? at = null) =>
        events.Add(new(kind, department.Shape.Key(caseNo, kind, Count(kind) + 1, dice), caseNo, at ?? now, Push(), said));

    private int Count(string kind) => events.Count(told => told.Kind == kind);

    // A case's pushes never overtake one another.
    private DateTimeOffset Push()
    {
        var soon = now + dice.Seconds(3, 200);
        return lastPush = soon > lastPush ? soon : lastPush + TimeSpan.FromSeconds(1);
    }
}
