using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Model.Tests.Judging;

/// <summary>Every kind of event upon every state of a case: what it leads to, or the rule that forbids it.</summary>
public sealed class TransitionTests
{
    private static readonly string[] Events =
    [
        "submitted", "accepted", "step", "pause 1", "pause 2", "resume 1", "resume 2", "closed",
        "notice", "supplement", "refused", "extended", "lapsed", "delivered", "withdrawn", "rated closed", "rated accepted",
    ];

    // A history, and in the columns of Events the state after, or the first rule broken.
    private static readonly (string History, string[] After)[] Table =
    [
        ("",
        [
            "Submitted", "Accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted",
            "case.not-submitted", "case.not-submitted", "case.not-submitted", "case.not-yet-accepted", "case.not-submitted", "case.not-yet-accepted", "case.not-submitted", "case.not-yet-accepted", "case.not-yet-accepted",
        ]),
        ("submitted",
        [
            "case.already-submitted", "Accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted",
            "Supplementing", "supplement.not-open", "Refused", "case.not-yet-accepted", "supplement.not-open", "case.not-yet-accepted", "Withdrawn", "case.not-yet-accepted", "case.not-yet-accepted",
        ]),
        ("submitted,notice",
        [
            "case.already-submitted", "Accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted",
            "Supplementing", "Submitted", "Refused", "case.not-yet-accepted", "Closed", "case.not-yet-accepted", "Withdrawn", "case.not-yet-accepted", "case.not-yet-accepted",
        ]),
        ("submitted,notice,notice",
        [
            "case.already-submitted", "Accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted",
            "Supplementing", "Submitted", "Refused", "case.not-yet-accepted", "Closed", "case.not-yet-accepted", "Withdrawn", "case.not-yet-accepted", "case.not-yet-accepted",
        ]),
        ("submitted,notice,supplement",
        [
            "case.already-submitted", "Accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted", "case.not-yet-accepted",
            "Supplementing", "supplement.not-open", "Refused", "case.not-yet-accepted", "supplement.not-open", "case.not-yet-accepted", "Withdrawn", "case.not-yet-accepted", "case.not-yet-accepted",
        ]),
        ("accepted",
        [
            "case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed",
            "Supplementing", "supplement.not-open", "case.already-accepted", "Accepted", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Accepted",
        ]),
        ("submitted,accepted",
        [
            "case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed",
            "Supplementing", "supplement.not-open", "case.already-accepted", "Accepted", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Accepted",
        ]),
        ("submitted,notice,accepted",
        [
            "case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed",
            "Supplementing", "supplement.not-open", "case.already-accepted", "Accepted", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Accepted",
        ]),
        ("submitted,notice,supplement,accepted",
        [
            "case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed",
            "Supplementing", "supplement.not-open", "case.already-accepted", "Accepted", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Accepted",
        ]),
        ("accepted,step",
        [
            "case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed",
            "Supplementing", "supplement.not-open", "case.already-accepted", "Processing", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Processing",
        ]),
        ("accepted,extended",
        [
            "case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed",
            "Supplementing", "supplement.not-open", "case.already-accepted", "Accepted", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Accepted",
        ]),
        ("accepted,rated accepted",
        [
            "case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed",
            "Supplementing", "supplement.not-open", "case.already-accepted", "Accepted", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "evaluation.repeated",
        ]),
        ("accepted,notice",
        [
            "case.already-accepted", "case.already-accepted", "Supplementing", "Paused", "Paused", "pause.not-open", "pause.not-open", "supplement.still-open",
            "Supplementing", "Accepted", "case.already-accepted", "Supplementing", "Closed", "case.not-closed", "Withdrawn", "evaluation.before-result", "Supplementing",
        ]),
        ("accepted,step,notice,supplement",
        [
            "case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed",
            "Supplementing", "supplement.not-open", "case.already-accepted", "Processing", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Processing",
        ]),
        ("accepted,pause 1",
        [
            "case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "Paused", "Accepted", "pause.not-open", "pause.still-open",
            "Paused", "supplement.not-open", "case.already-accepted", "Paused", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Paused",
        ]),
        ("accepted,step,pause 1",
        [
            "case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "Paused", "Processing", "pause.not-open", "pause.still-open",
            "Paused", "supplement.not-open", "case.already-accepted", "Paused", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Paused",
        ]),
        ("accepted,pause 1,step",
        [
            "case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "Paused", "Processing", "pause.not-open", "pause.still-open",
            "Paused", "supplement.not-open", "case.already-accepted", "Paused", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Paused",
        ]),
        ("accepted,pause 1,pause 2",
        [
            "case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "pause.already-open", "Paused", "Paused", "pause.still-open",
            "Paused", "supplement.not-open", "case.already-accepted", "Paused", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Paused",
        ]),
        ("accepted,pause 1,notice",
        [
            "case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "Paused", "Supplementing", "pause.not-open", "pause.still-open",
            "Paused", "Paused", "case.already-accepted", "Paused", "pause.still-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Paused",
        ]),
        ("accepted,pause 1,resume 1",
        [
            "case.already-accepted", "case.already-accepted", "Processing", "Paused", "Paused", "pause.not-open", "pause.not-open", "Closed",
            "Supplementing", "supplement.not-open", "case.already-accepted", "Accepted", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Accepted",
        ]),
        ("accepted,pause 1,resume 1,pause 1",
        [
            "case.already-accepted", "case.already-accepted", "Paused", "pause.already-open", "Paused", "Accepted", "pause.not-open", "pause.still-open",
            "Paused", "supplement.not-open", "case.already-accepted", "Paused", "supplement.not-open", "case.not-closed", "Withdrawn", "evaluation.before-result", "Paused",
        ]),
        ("accepted,closed",
        [
            "case.already-accepted", "case.already-accepted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed",
            "case.closed", "case.closed", "case.already-accepted", "case.closed", "case.closed", "Delivered", "case.closed", "Closed", "Closed",
        ]),
        ("accepted,step,closed",
        [
            "case.already-accepted", "case.already-accepted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed",
            "case.closed", "case.closed", "case.already-accepted", "case.closed", "case.closed", "Delivered", "case.closed", "Closed", "Closed",
        ]),
        ("accepted,pause 1,resume 1,closed",
        [
            "case.already-accepted", "case.already-accepted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed",
            "case.closed", "case.closed", "case.already-accepted", "case.closed", "case.closed", "Delivered", "case.closed", "Closed", "Closed",
        ]),
        ("accepted,notice,lapsed",
        [
            "case.already-accepted", "case.already-accepted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed",
            "case.closed", "case.closed", "case.already-accepted", "case.closed", "case.closed", "Delivered", "case.closed", "Closed", "Closed",
        ]),
        ("accepted,closed,rated closed",
        [
            "case.already-accepted", "case.already-accepted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed",
            "case.closed", "case.closed", "case.already-accepted", "case.closed", "case.closed", "Delivered", "case.closed", "evaluation.repeated", "evaluation.repeated",
        ]),
        ("accepted,closed,delivered",
        [
            "case.already-accepted", "case.already-accepted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed",
            "case.closed", "case.closed", "case.already-accepted", "case.closed", "case.closed", "case.already-delivered", "case.closed", "Delivered", "Delivered",
        ]),
        ("submitted,notice,lapsed",
        [
            "case.already-submitted", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "case.closed",
            "case.closed", "case.closed", "case.closed", "case.closed", "case.closed", "Delivered", "case.closed", "Closed", "evaluation.before-result",
        ]),
        ("submitted,refused", [.. Enumerable.Repeat("case.refused", 17)]),
        ("submitted,notice,refused", [.. Enumerable.Repeat("case.refused", 17)]),
        ("submitted,withdrawn", [.. Enumerable.Repeat("case.withdrawn", 17)]),
        ("submitted,notice,withdrawn", [.. Enumerable.Repeat("case.withdrawn", 17)]),
        ("accepted,withdrawn", [.. Enumerable.Repeat("case.withdrawn", 17)]),
        ("accepted,pause 1,withdrawn", [.. Enumerable.Repeat("case.withdrawn", 17)]),
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
        Assert.Equal(judgement.Decides?.Rule.Id switch { null => Verdict.Accepted, "case.not-yet-accepted" => Verdict.Parked, _ => Verdict.Rejected }, judgement.Verdict);
        Assert.Equal((before?.Events.Length ?? 0) + (judgement.Decides is null ? 1 : 0), judgement.Case?.Events.Length ?? 0);
    }

    private static EventData DataOf(string name) => name.Split(' ') switch
    {
        ["submitted"] => Hall.Application,
        ["accepted"] => Hall.Accepted(),
        ["step"] => Hall.Step,
        ["pause", var sequence] => Hall.Paused(sequence),
        ["resume", var sequence] => Hall.Resumed(sequence),
        ["closed"] => Hall.Closed,
        ["lapsed"] => Hall.Closed with { Result = "supplementLapsed", Reason = "R" },
        ["notice"] => Hall.Notice,
        ["supplement"] => Hall.Supplement,
        ["refused"] => Hall.Refused,
        ["extended"] => Hall.Extended,
        ["delivered"] => Hall.Delivered,
        ["withdrawn"] => Hall.Withdrawn,
        ["rated", var step] => Hall.Rating(step, 1),
        _ => throw new InvalidOperationException(name),
    };
}
