using System.Text;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary>What became of something that was done to a task.</summary>
/// <param name="Task">As it stands.</param>
/// <param name="Problem">Why nothing was done; then nothing was kept.</param>
/// <param name="Findings">What was found wrong, or remarkable.</param>
internal sealed record TaskOutcome(TaskRow? Task, ProblemCode? Problem, IReadOnlyList<StoredFinding> Findings)
{
    public Guid? RecordId { get; init; }

    public string? GatewayCaseNo { get; init; }

    /// <summary>Whether the same was done before.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The answer, where it was done.</summary>
    public void Write(Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("taskNo", Task!.Id);
        to.WriteString("verdict", IsRepeat ? "duplicate" : "accepted");
        to.WriteString("state", Task.State.Word());
        to.WriteString("caseNo", Task.OwnNo);
        to.WriteString("gatewayCaseNo", GatewayCaseNo);
        to.WriteString("recordId", RecordId?.ToString());
        StoredFinding.WriteAll(to, "warnings", Findings);
        to.WriteEndObject();
    }
}

/// <summary>
/// Something that a department does to a task, in one transaction with the record that it is: the judge decides, as of any record, and what it would not take is not
/// done and not kept.
/// </summary>
/// <param name="record">The record; null where it is none.</param>
internal sealed class TaskWork(Guid task, TaskOrder order, string? caseNo, PreparedRecord? record, Hall hall, RecordPreparer preparer) : WriteWork<TaskOutcome>
{
    /// <summary>The cases that have something new to deliver, each with its department.</summary>
    public Dictionary<long, string> Touched { get; } = [];

    public override int Weight => 1;

    public override void Declare(WriteGroup group)
    {
        if (record?.Record is { } one)
        {
            group.NeedKey(one.Department, one.Key);
            group.NeedNumber(caseNo!, one.Department);
        }
    }

    public override void Apply(WriteGroup group)
    {
        Touched.Clear();
        var row = group.Session.ReadTask(task)!;
        Answer = Repeat(row, group) ?? (Broken(row) is { } broken ? Refused(broken) : Do(row, group));
    }

    // One that was taken only after this was said had no number to say it of.
    private TaskRule? Broken(TaskRow row) => new HallTask(row.Kind, row.State, row.Path, row.OwnNo).Broken(order.Act) ?? (TaskOrder.KindOf(order.Act) is not null && record is null ? TaskRule.NotTaken : null);

    private TaskOutcome Do(TaskRow row, WriteGroup group) => order.Act switch
    {
        TaskAct.Ack => Take(row, group),
        TaskAct.Return => Changed(row with { State = TaskState.Returned, Word = Word(row) }, row.State, group),
        TaskAct.Answer => Changed(row with { State = TaskState.Answered, Word = Word(row) }, row.State, group),
        _ => Keep(row, group),
    };

    // Whoever had no answer says the same again.
    private TaskOutcome? Repeat(TaskRow row, WriteGroup group) => order.Act switch
    {
        TaskAct.Ack => row.State == TaskState.Taken && row.OwnNo == order.CaseNo ? new TaskOutcome(row, null, []) { IsRepeat = true, GatewayCaseNo = CaseOf(group)?.GatewayNo } : null,
        TaskAct.Return or TaskAct.Answer => row.State == (order.Act == TaskAct.Return ? TaskState.Returned : TaskState.Answered) && TaskView.WordOf(row, hall.Sealer) == order.Text
            ? new TaskOutcome(row, null, []) { IsRepeat = true }
            : null,
        _ => record is not null && group.Known(row.Department, record.Record!.Key) is [var known, ..]
            ? new TaskOutcome(row, null, []) { IsRepeat = true, RecordId = known.RecordId, GatewayCaseNo = CaseOf(group)?.GatewayNo }
            : null,
    };

    private TaskOutcome Take(TaskRow row, WriteGroup group)
    {
        var taken = row with { State = TaskState.Taken, OwnNo = order.CaseNo };
        if (record is null)
        {
            return Changed(taken, row.State, group);
        }

        // The department's own system may have told of the case already.
        TaskOutcome? kept = null;
        if (CaseOf(group) is { } there)
        {
            if (there.Matter?.Code != row.Matter)
            {
                return Refused(TaskRule.OtherMatter);
            }

            if (group.Session.HasTask(there.Id))
            {
                return Refused(TaskRule.OtherTask);
            }
        }
        else
        {
            kept = Keep(row, group);
            if (kept.Problem is not null)
            {
                return kept;
            }
        }

        var @case = CaseOf(group)!;
        group.AddForeign(new NumberRow(row.PlatformNo, row.Platform, @case.Id));
        if (row.Kind == TaskKind.Request)
        {
            group.Put(@case with { RequestNo = row.PlatformNo }, changed => CaseRows.Of(changed, hall));
            foreach (var said in @case.Events)
            {
                hall.Follower?.Follow(row.PlatformNo, said.Data, said.OccurredAt, group);
            }
        }

        return Changed(taken with { CaseId = @case.Id }, row.State, group) with { GatewayCaseNo = @case.GatewayNo, RecordId = kept?.RecordId, Findings = kept?.Findings ?? [] };
    }

    private TaskOutcome Keep(TaskRow row, WriteGroup group)
    {
        if (record!.Record!.Data is Closed closed && !new HallTask(row.Kind, row.State, row.Path, row.OwnNo).MayEnd(closed.Result))
        {
            return Refused(TaskRule.ForwardedOnly);
        }

        var keeper = new Keeper(hall, preparer, group, Touched);
        var (verdict, findings) = keeper.Foresee(record);
        if (verdict != Verdict.Accepted || findings.Any(finding => finding.IsError))
        {
            return new TaskOutcome(null, ProblemCodes.ActRefused, [.. findings.Where(finding => finding.IsError)]);
        }

        var result = keeper.Keep(record);
        return new TaskOutcome(row, null, result.Warnings) { RecordId = result.RecordId, GatewayCaseNo = result.GatewayCaseNo };
    }

    private Case? CaseOf(WriteGroup group) => record?.Record is { } one ? group.CaseOf(caseNo!, one.Department) : null;

    private TaskOutcome Changed(TaskRow row, TaskState before, WriteGroup group)
    {
        var changed = row with { Changed = hall.Clock.Now.ToUnixTimeMilliseconds() };
        group.Session.Change(changed);
        TaskChange.Tell(changed, before, code: null, group);
        return new TaskOutcome(changed, null, []);
    }

    private byte[] Word(TaskRow row) => hall.Sealer.Seal(Encoding.UTF8.GetBytes(order.Text!), row.Id.ToByteArray());

    private static TaskOutcome Refused(TaskRule rule) => new(null, ProblemCodes.ActRefused, [new StoredFinding(rule.Id, null, rule.Message, IsError: true)]);
}
