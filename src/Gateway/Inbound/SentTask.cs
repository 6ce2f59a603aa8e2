using System.Runtime.InteropServices;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary>What a platform sends down (contract section 7), as far as it could be read. Printing one reveals nothing.</summary>
/// <param name="PlatformNo">The platform's own number, 1 to 50 characters.</param>
/// <param name="OccurredAt">When it was applied for or raised.</param>
/// <param name="Division">Whose it is, 6 to 12 digits; null is the hall's own.</param>
/// <param name="Department">The department that the platform means; null where the matter tells.</param>
/// <param name="MatterCode">As the platform calls it.</param>
/// <param name="Path">Of an application.</param>
/// <param name="TakeBy">By when the platform wants it taken; null where it says nothing.</param>
/// <param name="Data">By kind: of an application what <c>case.submitted</c> has.</param>
internal sealed record SentTask(string PlatformNo, DateTimeOffset OccurredAt, string? Division, string? Department, string? MatterCode, TaskPath Path, DateTimeOffset? TakeBy, JsonElement Data)
{
    /// <summary>Whoever sends something else is told so.</summary>
    public const string Wanted = "请求体应为一个 JSON 对象，含 platformNo、occurredAt 和 data";

    private static readonly WordList Paths = new("办理路径", "direct", "forwarded");

    /// <summary>Reads one; null where what nothing goes on without is missing, and the findings say what.</summary>
    public static SentTask? Read(JsonElement root, TaskKind kind, List<Finding> findings)
    {
        var fields = new FieldReader(root, "", findings);
        var number = fields.Text("platformNo", required: true);
        var occurredAt = fields.Time("occurredAt", required: true);
        var (division, department, path, takeBy) = (fields.Text("division"), fields.Text("department"), fields.Word("path", Paths), fields.Time("takeBy"));
        var data = fields.Raw("data", required: true);
        fields.Finish();

        // It is kept in clear, looked up, and becomes a number of the case.
        if (number is not null && TextRules.Unusable(number, RecordReader.LongestCaseNo) is { } rule)
        {
            findings.Add(Finding.Of(rule, "platformNo"));
            return null;
        }

        if (data is not { ValueKind: JsonValueKind.Object } content)
        {
            findings.AddRange(data is null ? [] : [new Finding(RuleBook.FieldType, "data", "应为对象")]);
            return null;
        }

        var matter = JsonText.Find(content, "matterCode") is { ValueKind: JsonValueKind.String } code ? JsonText.Of(code) : null;
        if (kind != TaskKind.Application)
        {
            CheckText(content, findings);
        }

        return number is null || occurredAt is null
            ? null
            : new SentTask(number, occurredAt.Value, division, department, matter, path == "forwarded" ? TaskPath.Forwarded : TaskPath.Direct, takeBy, content);
    }

    /// <summary>What is kept of it, to be sealed.</summary>
    public byte[] Kept() => Json.Bytes(to =>
    {
        to.WriteStartObject();
        to.WriteTime("occurredAt", OccurredAt);
        to.WritePropertyName("data");
        to.WriteRawValue(JsonMarshal.GetRawUtf8Value(Data));
        to.WriteEndObject();
    });

    /// <inheritdoc/>
    public override string ToString() => "sent task (withheld)";

    // Of what becomes no case.
    private static void CheckText(JsonElement data, List<Finding> findings)
    {
        var fields = new FieldReader(data, "data", findings);
        fields.Text("title", required: true);
        fields.Text("content", required: true);
        fields.Text("matterCode");
        fields.Finish();
        TextRules.Check(data, findings);
    }
}
