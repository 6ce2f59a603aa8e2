using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Operators;

/// <summary>Which records in quarantine are judged again: those named, or a page of those that match.</summary>
internal sealed record RejudgeScope(StuckQuery Query, IReadOnlyList<Guid> RecordIds);

/// <summary>Judges a page of records in quarantine again, the oldest first; each that changes has its row in the journal.</summary>
internal sealed class Rejudge(RejudgeScope scope, Order order, Hall hall, RecordPreparer preparer, Rejudgement rejudgement) : VerbWork(order)
{
    /// <summary>Records in one transaction at the most.</summary>
    public const int Page = 200;

    private readonly List<ReadAnew> _records = [];

    public IReadOnlyList<JudgedAgain> Results { get; private set; } = [];

    /// <summary>Where the next page begins; null where this was the last.</summary>
    public Guid? Next { get; private set; }

    public override int Weight => Page;

    public override void Declare(WriteGroup group)
    {
        var ids = scope.RecordIds.Count > 0 ? group.Session.AsJudged(scope.RecordIds) : group.Session.FindStuck(scope.Query);
        Answer = ids.Count < scope.RecordIds.Count ? new Refusal(ProblemCodes.NoSuchRecord) : null;
        foreach (var id in ids)
        {
            var row = group.Session.ReadRecord(id)!;
            Answer ??= Refused(row, group);
            if (Answer is null)
            {
                _records.Add(rejudgement.Read(row, group));
            }
        }

        Next = scope.RecordIds.Count == 0 && ids.Count == Page ? ids[^1] : null;
    }

    protected override void CarryOut(WriteGroup group)
    {
        if (Answer is not null)
        {
            return;
        }

        var keeper = new Keeper(hall, preparer, group, Touched);
        Results = [.. _records.Select(record => Judge(record, keeper, group))];
    }

    private JudgedAgain Judge(ReadAnew record, Keeper keeper, WriteGroup group)
    {
        var judged = rejudgement.Judge(record, keeper, group);
        if (judged.IsChanged)
        {
            group.Add(new JournalRow(
                hall.Clock.Now.ToUnixTimeMilliseconds(), OperatorJournal.Rejudged, record.Row.Department, null, record.Row.Id, null, judged.State.Word(), null, null).Signed(Order, hall.Sealer));
        }

        return judged;
    }

    private static Refusal? Refused(RecordRow row, WriteGroup group) => row switch
    {
        { State: not RecordState.Quarantined } => new Refusal(ProblemCodes.WrongState, $"记录 {row.Id} 的状态是“{row.State.Name()}”，只有问题件可以重新判定"),
        _ when group.Session.IsSettled(row.Id) => new Refusal(ProblemCodes.WrongState, $"记录 {row.Id} 已经作废"),
        _ => null,
    };
}
