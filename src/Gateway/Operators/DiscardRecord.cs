using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Operators;

/// <summary>
/// An operator has seen to a record that is stuck: it leaves the lists. Quarantine and conflict keep their state. What is parked would go on
/// promising to wait, so it ends as it would after thirty days, in quarantine because its acceptance never came.
/// </summary>
internal sealed class DiscardRecord(Guid id, Order order, Hall hall, RecordPreparer preparer) : VerbWork(order)
{
    private RecordRow? _row;
    private (string CaseNo, string Department)? _case;

    public RecordState State { get; private set; }

    public override void Declare(WriteGroup group)
    {
        _row = group.Session.ReadRecord(id);
        if (_row is { State: RecordState.Parked or RecordState.Quarantined } row && preparer.ReadAgain(row).Record.CaseNo is { } caseNo)
        {
            _case = (caseNo, row.Department);
            group.NeedNumber(caseNo, row.Department);
        }
    }

    protected override void CarryOut(WriteGroup group)
    {
        Answer = Refused(group);
        if (Answer is not null)
        {
            return;
        }

        var row = _row!;
        if (_case is var (caseNo, department) && group.Unplaced(caseNo, department).Find(one => one.RecordId == id) is { } waiting)
        {
            LeaveQueue(waiting, row, group);
        }

        State = row.State == RecordState.Parked ? RecordState.Quarantined : row.State;
        var now = hall.Clock.Now.ToUnixTimeMilliseconds();
        group.Session.MarkSettled(id, now);
        group.Add(new JournalRow(now, OperatorJournal.Discarded, row.Department, row.CaseId, id, null, State.Word(), row.Rule, null).Signed(Order, hall.Sealer));
    }

    // An acceptance in quarantine is no longer what others wait for.
    private void LeaveQueue(UnplacedRow waiting, RecordRow row, WriteGroup group)
    {
        if (row.State == RecordState.Parked)
        {
            ParkedReview.GiveUp(waiting, hall, group);
        }
        else
        {
            group.Place(waiting);
        }
    }

    private Refusal? Refused(WriteGroup group) => _row switch
    {
        null => new Refusal(ProblemCodes.NoSuchRecord),
        { State: RecordState.Taken or RecordState.Superseded } row => new Refusal(ProblemCodes.WrongState, $"这条记录的状态是“{row.State.Name()}”，无需作废"),
        _ when group.Session.IsSettled(id) => new Refusal(ProblemCodes.WrongState, "这条记录已经作废"),
        _ => null,
    };
}
