using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Model.Tests.Judging;

/// <summary>Every kind of event upon every state of a case: what it leads to, or the rule that forbids it.</summary>
public sealed class TransitionTests
{
    private static readonly string[] Events = ["submitted", "accepted", "step", "pause 1", "pause 2", "resume 1", "resume 2", "closed"];

    // A line a history; in the columns of Events the state after, or the first rule broken.
    private static readonly (string History, string[] After)[] Table =
    [
        ("", ["Submitted", "Accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted"]),
        ("submitted", ["case.already-submitted", "Accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted"]),
        ("accepted", ["case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed"]),
        ("submitted,accepted", ["case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed"]),
        ("accepted,step", ["case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed"]),
        ("accepted,pause 1", ["case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "Paused", "Accepted", "pause.not-open", "pause.still-open"]),
        ("accepted,step,pause 1", ["case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "Paused", "Processing", "pause.not-open", "pause.still-open"]),
        ("accepted,pause 1,step", ["case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "Paused", "Processing", "pause.not-open", "pause.still-open"]),
        ("accepted,pause 1,pause 2", ["case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "pause.already-open", "Paused", "Paused", "pause.still-open"]),
        ("accepted,pause 1,resume 1", ["case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed"]),
        ("accepted,pause 1,resume 1,pause 1", ["case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "Paused", "Accepted", "pause.not-open", "pause.still-open"]),
        ("accepted,closed", ["case.already-accepted", "case.already-accepted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed"]),
        ("accepted,step,closed", ["case.already-accepted", "case.already-accepted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed"]),
        ("accepted,pause 1,resume 1,closed", ["case.already-accepted", "case.already-accepted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed"]),
    ];

    public static TheoryData<string, string, string> Transitions()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (history, after) in Table)
        {
            Assert.Equal(Events.Length, after.Length);
            foreach (var (next, expected) in Events.Zip(after))
            {
                data.Add(history, next, expected);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Every_event_upon_every_state(string history, string next, string expected)
    {
        var before = Hall.Case([.. history.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(DataOf)]);

        var judgement = Hall.Judge(Hall.Record(DataOf(next), Hall.Start.AddDays(1), "next"), before);

        Assert.Equal(expected, judgement.Decides?.Rule.Id ?? judgement.Case!.Facts.State.ToString());
        Assert.Equal(judgement.Decides is null ? Verdict.Accepted : Verdict.Rejected, judgement.Verdict);
        Assert.Equal((before?.Events.Length ?? 0) + (judgement.Decides is null ? 1 : 0), judgement.Case?.Events.Length ?? 0);
    }

    private static EventData DataOf(string name) => name.Split(' ') switch
    {
        ["submitted"] => Hall.Application,
        ["accepted"] => Hall.Accepted(),
        ["step"] => Hall.Step,
        ["pause", var sequence] => Hall.Paused(sequence),
        ["resume", var sequence] => Hall.Resumed(sequence),
        _ => Hall.Closed,
    };
}
