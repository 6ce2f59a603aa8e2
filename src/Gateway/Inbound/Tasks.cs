using System.Buffers;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary>The ledger of tasks: who sees which, and what a department does to its own.</summary>
internal sealed class Tasks(TaskReader reader, RecordPreparer preparer, StoreWriter writer, Wakeups wakeups, Hall hall)
{
    /// <summary>A department its own, a platform what it sent, an operator all.</summary>
    public static bool MaySee(Caller caller, TaskRow task) => caller.Role switch
    {
        Role.Department => caller.MaySpeakFor(task.Department),
        Role.Platform => caller.Platform == task.Platform,
        _ => true,
    };

    /// <summary>A task by its number; null where there is none that this caller may see.</summary>
    public TaskRow? Find(string number, Caller caller) => reader.Find(number) is { } task && MaySee(caller, task) ? task : null;

    /// <summary>Does something to a task of the caller's department.</summary>
    /// <param name="said">The body, by which a repeat is known too.</param>
    public async Task<TaskOutcome> DoAsync(TaskRow task, TaskAct act, JsonElement said)
    {
        List<Finding> found = [];
        var order = TaskOrder.Read(said, act, found);
        var findings = found.ConvertAll(finding => StoredFinding.Of(finding, hall.Rules.Profile));
        if (findings.Exists(finding => finding.IsError))
        {
            return new TaskOutcome(null, ProblemCodes.BodyMalformed, [.. findings.Where(finding => finding.IsError)]);
        }

        var outcome = await DoAsync(task, order, said);
        return outcome.Problem is null ? outcome with { Findings = [.. findings, .. outcome.Findings] } : outcome;
    }

    private async Task<TaskOutcome> DoAsync(TaskRow task, TaskOrder order, JsonElement said)
    {
        var work = new TaskWork(task.Id, order, CaseNo(task, order), Prepared(task, order, said), hall, preparer);
        if (!writer.TryEnqueue(work))
        {
            return new TaskOutcome(null, ProblemCodes.Busy, []);
        }

        var outcome = await work.Done;
        wakeups.Wake(work.Touched);
        return outcome;
    }

    private static HallTask TaskOf(TaskRow task) => new(task.Kind, task.State, task.Path, task.OwnNo);

    private static string? CaseNo(TaskRow task, TaskOrder order) => order.CaseNo ?? task.OwnNo;

    // To take an application is to have received it (收件); what becomes no case makes no record.
    private PreparedRecord? Prepared(TaskRow task, TaskOrder order, JsonElement said)
    {
        if (!TaskOf(task).BecomesCase || CaseNo(task, order) is not { } caseNo)
        {
            return null;
        }

        if (TaskOrder.KindOf(order.Act) is { } kind)
        {
            var same = new ArrayBufferWriter<byte>(1024);
            CanonicalJson.Write(said, same);
            var key = $"task/{task.Id}/{order.Act.Word()}/{Convert.ToHexStringLower(hall.Sealer.Digest("task.act", same.WrittenSpan).AsSpan(0, 8))}";
            return Prepare(TaskRecord.Write(key, kind, caseNo, order.OccurredAt ?? hall.Clock.Now, order.Data!.Value), task);
        }

        if (order.Act != TaskAct.Ack)
        {
            return null;
        }

        using var kept = JsonDocument.Parse(hall.Sealer.Open(task.Body, task.Id.ToByteArray()));
        var occurredAt = kept.RootElement.GetProperty("occurredAt").GetDateTimeOffset();
        return Prepare(TaskRecord.Write($"task/{task.Id}", Kinds.CaseSubmitted, caseNo, occurredAt, kept.RootElement.GetProperty("data"), order.By), task);
    }

    private PreparedRecord Prepare(byte[] json, TaskRow task)
    {
        using var record = JsonDocument.Parse(json);
        return preparer.Prepare(record.RootElement, task.Department, hall.Current);
    }
}
