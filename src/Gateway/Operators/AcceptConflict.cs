using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Operators;

/// <summary>
/// An operator says that the other content is the right one: it is judged, and taken, as a correction of what came first. What breaks a rule is
/// refused and stays a conflict, and so is what a higher version has already overtaken.
/// </summary>
internal sealed class AcceptConflict(Guid id, Order order, Hall hall, RecordPreparer preparer, Rejudgement rejudgement) : VerbWork(order)
{
    private ReadAnew? _record;

    public RecordState State { get; private set; }

    public override void Declare(WriteGroup group)
    {
        var row = group.Session.ReadRecord(id);
        Answer = Refused(row, group);
        if (Answer is null)
        {
            _record = rejudgement.Read(row!, group);
        }
    }

    protected override void CarryOut(WriteGroup group)
    {
        if (_record is not { } record)
        {
            return;
        }

        if (group.Known(record.Row.Department, record.Stored.Key).Exists(key => key.Version > record.Row.Version))
        {
            Answer = new Refusal(ProblemCodes.WrongState, "这条记录已有更高的版本，请作废它");
            return;
        }

        var judged = rejudgement.Accept(record, new Keeper(hall, preparer, group, Touched), group);
        if (!judged.IsChanged)
        {
            Answer = new Refusal(ProblemCodes.WrongState, $"按现行规则不能收下：{(judged.Result.Errors is [var first, ..] ? first.Message : "")}");
            return;
        }

        State = judged.State;
        group.Add(new JournalRow(
            hall.Clock.Now.ToUnixTimeMilliseconds(), OperatorJournal.ConflictAccepted, record.Row.Department, null, id, null, State.Word(), null, null).Signed(Order, hall.Sealer));
    }

    private Refusal? Refused(RecordRow? row, WriteGroup group) => row switch
    {
        null => new Refusal(ProblemCodes.NoSuchRecord),
        { State: not RecordState.Conflict } => new Refusal(ProblemCodes.WrongState, $"这条记录的状态是“{row.State.Name()}”，不是内容冲突"),
        _ when group.Session.IsSettled(id) => new Refusal(ProblemCodes.WrongState, "这条记录已经作废"),
        _ => null,
    };
}
