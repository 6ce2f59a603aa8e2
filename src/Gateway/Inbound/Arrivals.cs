using System.Buffers;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary>What became of something that was sent down.</summary>
/// <param name="Task">The task; null where there is none.</param>
/// <param name="IsRepeat">Whether it was there already.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="Findings">What was found wrong, or remarkable.</param>
internal sealed record Arrival(TaskRow? Task, bool IsRepeat, ProblemCode? Problem, IReadOnlyList<StoredFinding> Findings)
{
    /// <summary>The answer, where there is a task.</summary>
    public void Write(Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("taskNo", Task!.Id);
        to.WriteString("verdict", IsRepeat ? "duplicate" : "accepted");
        to.WriteString("department", Task.Department);
        to.WriteString("state", Task.State.Word());
        to.WriteTime("takeBy", Task.TakeBy is { } by ? DateTimeOffset.FromUnixTimeMilliseconds(by) : null);
        StoredFinding.WriteAll(to, "warnings", Findings);
        to.WriteEndObject();
    }
}

/// <summary>Takes work that a platform sends down: checked, routed to its department, known again by the platform's number, and durable before it is answered.</summary>
internal sealed class Arrivals(RecordPreparer preparer, TaskRouting routing, StoreWriter writer, Hall hall, GatewaySettings settings, TimeProvider machine)
{
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    /// <summary>What comes down, by the word of the path.</summary>
    public static TaskKind? KindOf(string word) => word switch
    {
        "applications" => TaskKind.Application,
        "issues" => TaskKind.Issue,
        "reviews" => TaskKind.Review,
        _ => null,
    };

    /// <summary>Takes one.</summary>
    /// <param name="root">The body, an object.</param>
    /// <param name="platform">Who sends it.</param>
    public async Task<Arrival> TakeAsync(JsonElement root, TaskKind kind, string platform)
    {
        List<Finding> found = [];
        List<Finding> nobody = [];
        var configuration = hall.Current;
        var sent = SentTask.Read(root, kind, found);
        var (department, matter) = sent is null ? (null, null) : routing.Route(sent, nobody);
        if (sent is not null)
        {
            CheckTimes(sent, found);
            if (kind == TaskKind.Application)
            {
                found.AddRange(AsRecord(sent, department ?? "", configuration).Findings.Select(finding => finding.Field == "caseNo" ? finding with { Field = "platformNo" } : finding));
            }
        }

        // What is nobody's work is no task, whatever a profile lets a case pass with.
        IReadOnlyList<StoredFinding> findings =
        [
            .. nobody.Concat(found).OrderBy(finding => finding.Rule.Order).DistinctBy(finding => (finding.Rule, finding.Field))
                .Select(finding => nobody.Contains(finding) ? new StoredFinding(finding.Rule.Id, finding.Field, finding.Message, IsError: true) : StoredFinding.Of(finding, hall.Rules.Profile)),
        ];
        if (sent is null || department is null || findings.Any(finding => finding.IsError))
        {
            return new Arrival(null, IsRepeat: false, ProblemCodes.BodyMalformed, [.. findings.Where(finding => finding.IsError)]);
        }

        var work = new Receiving(Row(root, sent, kind, platform, department, matter));
        if (!writer.TryEnqueue(work))
        {
            return new Arrival(null, IsRepeat: false, ProblemCodes.Busy, []);
        }

        var (task, isRepeat) = await work.Done;
        return task is null ? new Arrival(null, IsRepeat: false, ProblemCodes.NumberTaken, []) : new Arrival(task, isRepeat, null, findings);
    }

    // The record that its taking will make, so that what a case would not take is told to whoever can still mend it.
    private PreparedRecord AsRecord(SentTask sent, string department, Configuration configuration)
    {
        var json = TaskRecord.Write($"task/{Guid.Empty}", Kinds.CaseSubmitted, sent.PlatformNo, sent.OccurredAt, sent.Data);
        using var record = JsonDocument.Parse(json);
        return preparer.Prepare(record.RootElement, department, configuration);
    }

    private void CheckTimes(SentTask sent, List<Finding> findings)
    {
        var now = hall.Clock.Now;
        if (sent.OccurredAt > now + Slack)
        {
            findings.Add(Finding.Of(RuleBook.TimeInFuture, "occurredAt"));
        }

        if (sent.TakeBy <= now)
        {
            findings.Add(new Finding(RuleBook.TimeOutOfOrder, "takeBy", "接收时限已过"));
        }
    }

    private TaskRow Row(JsonElement root, SentTask sent, TaskKind kind, string platform, string department, Matter? matter)
    {
        var now = hall.Clock.Now;
        var within = settings.Tasks.TakeWithin;
        var clock = sent.TakeBy is { } takeBy ? TakingClock.Of(takeBy, now) : TakingClock.Of(new Limit(within.Value, within.Unit), hall.Rules.Calendar, now);
        var id = Guid.CreateVersion7(machine.GetUtcNow());
        var said = new ArrayBufferWriter<byte>(1024);
        CanonicalJson.Write(root, said);
        return new TaskRow(
            id, kind, platform, sent.PlatformNo, department, sent.Division ?? hall.Division, matter?.Code, sent.Path, TaskState.Waiting, now.ToUnixTimeMilliseconds(),
            clock.YellowAt?.ToUnixTimeMilliseconds(), clock.TakeBy?.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), OwnNo: null, CaseId: null,
            hall.Sealer.Digest("task", said.WrittenSpan), hall.Sealer.Seal(sent.Kept(), id.ToByteArray()), Word: null);
    }
}
