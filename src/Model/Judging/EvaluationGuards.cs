using ServiceHall.Model.Cases;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>好差评: a service is rated once it is recorded, and its ratings come one after another.</summary>
internal static class EvaluationGuards
{
    public static void Check(Evaluation evaluation, CaseFacts facts, HallRules rules, List<Finding> findings)
    {
        if (!IsRecorded(evaluation.ServiceStep, facts))
        {
            findings.Add(Finding.Of(RuleBook.EvaluationBeforeResult, "data.serviceStep"));
        }

        var before = facts.Evaluations.Count(given => ((Evaluation)given.Data).ServiceNo == evaluation.ServiceNo);
        if (evaluation.Sequence is { } sequence && sequence != before + 1)
        {
            findings.Add(Finding.Of(RuleBook.EvaluationRepeated, "data.sequence"));
        }
        else if (facts.Evaluations.Length >= rules.MostEvaluations)
        {
            findings.Add(Finding.Of(RuleBook.EvaluationRepeated));
        }
    }

    // A step that is no step of ours has its own finding.
    private static bool IsRecorded(string? step, CaseFacts facts) => step switch
    {
        "closed" => facts.Closing is not null,
        "accepted" => facts.Acceptance is not null,
        "received" => (facts.Submission ?? facts.Acceptance) is not null,
        _ => true,
    };
}
