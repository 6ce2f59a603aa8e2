using System.Reflection;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;

namespace ServiceHall.Model.Tests.Judging;

/// <summary>Every kind of event upon every state of a case: what it leads to, or the rule that forbids it.</summary>
public sealed class TransitionTests
{
    private static readonly Dictionary<string, EventData> Data = TransitionTable.Events.ToDictionary(row => row.Event, row => DataOf(row.Event));

    public static TheoryData<string, string, string> Transitions()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (next, outcomes) in TransitionTable.Events)
        {
            foreach (var (outcome, state) in outcomes.SelectMany(row => TransitionTable.Named(row.States).Select(state => (row.Outcome, state))))
            {
                data.Add(state, next, outcome);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Every_event_upon_every_state(string state, string next, string outcome)
    {
        var (_, word, events) = TransitionTable.States.Single(row => row.Name == state);
        var before = CaseAfter(events);
        Assert.Equal(word, before?.Facts.State.ToString() ?? "");

        var judgement = Hall.Judge(Hall.Record(Data[next], Hall.Start.AddDays(1), "next"), before);

        Assert.Equal(outcome.Replace("same", word, StringComparison.Ordinal), Told(judgement));
        Assert.Equal(events.Length + (judgement.Verdict == Verdict.Accepted ? 1 : 0), judgement.Case?.Events.Length ?? 0);
    }

    [Fact]
    public void Nothing_legal_happens_to_a_case_before_it_began()
    {
        var legal = Transitions().Select(row => (State: (string)row[0], Next: (string)row[1], Outcome: (string)row[2]))
            .Where(row => row.Outcome.StartsWith("accepted", StringComparison.Ordinal) && row.State != "nothing");

        Assert.All(legal, row =>
        {
            var before = CaseAfter(TransitionTable.States.Single(state => state.Name == row.State).Events);
            Assert.Equal("rejected time.out-of-order", Told(Hall.Judge(Hall.Record(Data[row.Next], Hall.Start.AddSeconds(-2), "next"), before)));
        });
    }

    [Fact]
    public void The_table_has_every_state_under_every_event_once()
    {
        var names = TransitionTable.States.Select(row => row.Name).Order().ToList();

        Assert.All(TransitionTable.Events, row => Assert.Equal(names, row.Outcomes.SelectMany(outcome => TransitionTable.Named(outcome.States)).Order()));
    }

    [Fact]
    public void The_table_has_every_kind_that_concerns_a_case_with_every_result_and_service()
    {
        var words = typeof(Kinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetRawConstantValue()).OfType<string>();

        var events = TransitionTable.Events.Select(row => row.Event).ToList();

        Assert.Equal(words.Where(Kinds.ConcernsCase).Order(), events.Select(name => name.Split(' ')[0]).Distinct().Order());
        Assert.Equal(Words.Result.Words.Order(), Second("case.closed"));
        Assert.Equal(Words.ServiceStep.Words.Order(), Second("evaluation.given"));
        Assert.Equal(Enum.GetNames<CaseState>().Append("").Order(), TransitionTable.States.Select(row => row.State).Distinct().Order());

        IEnumerable<string> Second(string kind) => events.Where(name => name.StartsWith($"{kind} ", StringComparison.Ordinal)).Select(name => name.Split(' ')[1]).Order();
    }

    [Fact]
    public void The_table_has_every_state_that_events_can_lead_to()
    {
        var found = new Dictionary<string, Case?> { [Aspects(null)] = null };
        var open = new Queue<Case?>([null]);
        while (open.TryDequeue(out var before))
        {
            var afters = Data.Values.Select((data, index) => Next(before, data, index)).OfType<Case>();
            foreach (var after in afters.Where(after => found.TryAdd(Aspects(after), after)))
            {
                open.Enqueue(after);
            }
        }

        Assert.Equal(found.Keys.Order(), TransitionTable.States.Select(row => Aspects(CaseAfter(row.Events))).Distinct().Order());
    }

    // What later events are judged by; of a case that is over, how it ended.
    private static string Aspects(Case? @case) => @case?.Facts switch
    {
        null => "nothing",
        { State: CaseState.Withdrawn or CaseState.Refused or CaseState.Delivered } facts => $"{facts.State}, accepted {facts.Acceptance is not null}",
        { Closed: { } closed } facts => $"{closed.Result}, accepted {facts.Acceptance is not null}",
        { Acceptance: null } facts => $"{facts.State}, noticed {!facts.Supplements.IsEmpty}",
        var facts => $"{facts.State}, supplementing {facts.OpenSupplement is not null}, deferred {facts.AwaitsDeferred}",
    };

    private static string Told(Judgement judgement) => judgement.Decides is { } decides
        ? $"{judgement.Verdict.ToString().ToLowerInvariant()} {decides.Rule.Id}"
        : string.Join(' ', new[] { "accepted", $"{judgement.Case!.Facts.State}" }.Concat(judgement.Findings.Select(finding => finding.Rule.Id)));

    private static Case? CaseAfter(string[] events) => Hall.Case([.. events.Select(name => Data[name])]);

    private static Case? Next(Case? before, EventData data, int index)
    {
        var judgement = Hall.Judge(Hall.Record(data, Hall.Start.AddHours(before?.Events.Length ?? 0), $"K{before?.Events.Length} {index}"), before);
        return judgement.Verdict == Verdict.Accepted ? judgement.Case : null;
    }

    private static EventData DataOf(string name) => name.Split(' ') switch
    {
        [Kinds.CaseSubmitted] => Hall.Application,
        [Kinds.CaseSupplementRequested] => Hall.Notice,
        [Kinds.CaseSupplementReceived] => Hall.Supplement,
        [Kinds.CaseAccepted] => Hall.Accepted(),
        [Kinds.CaseAccepted, "deferring"] => Hall.Accepted() with { Deferred = new Deferred([], Hall.Start.AddDays(3)) },
        [Kinds.CaseRefused] => Hall.Refused,
        [Kinds.CaseStep] => Hall.Step,
        [Kinds.CasePaused, var sequence] => Hall.Paused(sequence),
        [Kinds.CaseResumed, var sequence] => Hall.Resumed(sequence),
        [Kinds.CaseExtended] => Hall.Extended,
        [Kinds.CaseClosed, var result] => Hall.Closed with { Result = result, Reason = "R" },
        [Kinds.CaseDelivered] => Hall.Delivered,
        [Kinds.CaseWithdrawn] => Hall.Withdrawn,
        [Kinds.EvaluationGiven, var step] => Hall.Rating(step, 1),
        _ => throw new InvalidOperationException(name),
    };
}
