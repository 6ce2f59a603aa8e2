using System.Text.Json;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary>What a department says when it does something to a task. Printing one reveals nothing.</summary>
/// <param name="CaseNo">Its own number, when it takes the task.</param>
/// <param name="Text">Why it gives the task back, or what it answers.</param>
/// <param name="By">Who does it.</param>
/// <param name="OccurredAt">When; null is now.</param>
/// <param name="Data">Of the record that this is, as its kind has it.</param>
internal sealed record TaskOrder(TaskAct Act, string? CaseNo, string? Text, string? By, DateTimeOffset? OccurredAt, JsonElement? Data)
{
    private const int LongestText = 2000;

    /// <summary>The kind of record that an act is; null where it is none.</summary>
    public static string? KindOf(TaskAct act) => act switch
    {
        TaskAct.Supplement => Kinds.CaseSupplementRequested,
        TaskAct.Accept => Kinds.CaseAccepted,
        TaskAct.Refuse => Kinds.CaseRefused,
        TaskAct.Decide => Kinds.CaseClosed,
        TaskAct.Deliver => Kinds.CaseDelivered,
        _ => null,
    };

    /// <summary>Reads one; what is wrong with it is a finding.</summary>
    public static TaskOrder Read(JsonElement root, TaskAct act, List<Finding> findings)
    {
        var fields = new FieldReader(root, "", findings);
        var order = new TaskOrder(
            act,
            act == TaskAct.Ack ? Storable(fields.Text("caseNo", required: true), "caseNo", RecordReader.LongestCaseNo, findings) : null,
            act switch
            {
                TaskAct.Return => Storable(fields.Text("reason", required: true), "reason", LongestText, findings),
                TaskAct.Answer => Storable(fields.Text("text", required: true), "text", LongestText, findings),
                _ => null,
            },
            KindOf(act) is null ? Storable(fields.Text("by"), "by", RecordReader.LongestCaseNo, findings) : null,
            KindOf(act) is null ? null : fields.Time("occurredAt"),
            KindOf(act) is null ? null : fields.Raw("data", required: true));
        fields.Finish();
        if (order.Data is { ValueKind: not JsonValueKind.Object })
        {
            findings.Add(new Finding(RuleBook.FieldType, "data", "应为对象"));
        }

        return order;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Act} (withheld)";

    private static string? Storable(string? text, string field, int longest, List<Finding> findings)
    {
        if (text is not null && TextRules.Unusable(text, longest) is { } rule)
        {
            findings.Add(Finding.Of(rule, field));
        }

        return text;
    }
}
