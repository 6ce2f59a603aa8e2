using System.Runtime.InteropServices;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Model.Cases;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.CrossRegion.Requests;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>A request as it is said (contract section 6), read by the code of the record <c>crossRegion.submitted</c>. Printing one reveals nothing.</summary>
/// <param name="Department">Who says so, of what our window collected; null where nobody of ours does.</param>
/// <param name="Said">What was read.</param>
/// <param name="OccurredAt">When it was collected; null is now.</param>
/// <param name="Authorities">联办单位: divisions that do a part of it.</param>
/// <param name="Data">The request itself, one JSON object.</param>
internal sealed record SentRequest(string? Department, CrossRegionRequest Said, DateTimeOffset? OccurredAt, IReadOnlyList<string> Authorities, byte[] Data)
{
    /// <summary>Whoever sends something else is told so.</summary>
    public const string Wanted = "请求体应为一个 JSON 对象，含 mode，matterCode 或 catalogCode，homeDivision、receivingDivision 和 applicant";

    private static readonly string[] Beside = ["department", "occurredAt", "authorities"];

    /// <summary>Paper originals, each by its own name: the papers that it comes with.</summary>
    public IReadOnlyList<string> Originals
    {
        get
        {
            var papers = (Said.Materials ?? []).Where(material => material.Form == "paper").Select(material => material.Name ?? "").ToList();
            return [.. papers.Select((name, index) => papers.Take(index).Count(before => before == name) is > 0 and var times ? $"{name}（{times + 1}）" : name)];
        }
    }

    /// <summary>Reads one; what is wrong with it is a finding of its field.</summary>
    /// <param name="caller">A department that says so of itself; a platform, or null, of another hall's.</param>
    /// <param name="isOurs">Whether a matter of this home division must be one of ours.</param>
    public static (SentRequest? Request, IReadOnlyList<StoredFinding> Findings) Read(JsonElement root, Caller? caller, RecordPreparer preparer, Hall hall, Func<string, bool> isOurs)
    {
        List<Finding> found = [];
        var fields = new FieldReader(root, "", found);
        var occurredAt = fields.Time("occurredAt");
        var authorities = fields.Texts("authorities") ?? [];
        var data = DataOf(root);
        using var record = JsonDocument.Parse(RecordOf(root, data, occurredAt ?? hall.Clock.Now));
        var prepared = caller?.Role == Role.Department ? preparer.Prepare(record.RootElement, caller, hall.Current) : preparer.Prepare(record.RootElement, "", hall.Current);
        found.AddRange(prepared.Findings);
        if (authorities.FirstOrDefault(code => hall.Rules.Divisions.Find(code[..Math.Min(6, code.Length)]) is null || !DivisionPath.IsCode(code)) is not null)
        {
            found.Add(Finding.Of(RuleBook.DivisionUnknown, "authorities"));
        }

        if (authorities.Count > Opening.MostPlaces - 2)
        {
            found.Add(new Finding(RuleBook.FieldType, "authorities", $"最多 {Opening.MostPlaces - 2} 个"));
        }

        var said = prepared.Record?.Data as CrossRegionRequest;
        CheckWords(said?.Checks?.Form, "checks.form", found);
        CheckWords(said?.Checks?.Identity, "checks.identity", found);

        // The hall numbers what comes without.
        found.RemoveAll(finding => finding.Rule == RuleBook.FieldRequired && finding.Field == "data.requestNo");

        // What another region calls a matter is no number of ours.
        if (said?.HomeDivision is { } home && !isOurs(home))
        {
            found.RemoveAll(finding => finding.Rule == RuleBook.MatterUnknown || finding.Rule == RuleBook.CrossRegionMatterNotOpen);
        }

        IReadOnlyList<StoredFinding> findings = [.. found.Select(finding => StoredFinding.Of(finding with { Field = Named(finding.Field) }, hall.Rules.Profile)).Distinct()];
        return (said is null || findings.Any(finding => finding.IsError) ? null : new SentRequest(prepared.Record!.Department, said, occurredAt, [.. authorities.Distinct(StringComparer.Ordinal)], data), findings);
    }

    /// <inheritdoc/>
    public override string ToString() => "sent request (withheld)";

    // What becomes an act of the receiving place must fit into one.
    private static void CheckWords(RequestCheck? check, string path, List<Finding> found)
    {
        foreach (var (text, name, longest) in ((string?, string, int)[])[(check?.By, "by", SaidAct.LongestName), (check?.Note, "note", SaidAct.LongestText)])
        {
            if (text is not null && TextRules.Unusable(text, longest) is { } rule)
            {
                found.Add(Finding.Of(rule, $"{path}.{name}"));
            }
        }
    }

    private static byte[] DataOf(JsonElement root) => Json.Bytes(to =>
    {
        to.WriteStartObject();
        foreach (var member in root.EnumerateObject().Where(member => !Beside.Contains(JsonText.NameOf(member), StringComparer.Ordinal)))
        {
            to.WritePropertyName(JsonText.NameOf(member));
            to.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value));
        }

        to.WriteEndObject();
    });

    private static byte[] RecordOf(JsonElement root, byte[] data, DateTimeOffset at) => Json.Bytes(to =>
    {
        to.WriteStartObject();
        if (JsonText.Find(root, "department") is { } department)
        {
            to.WritePropertyName("department");
            department.WriteTo(to);
        }

        to.WriteString("key", "request");
        to.WriteString("kind", Kinds.CrossRegionSubmitted);
        to.WriteTime("occurredAt", at);
        to.WritePropertyName("data");
        to.WriteRawValue(data);
        to.WriteEndObject();
    });

    private static string? Named(string? field) => field is not null && field.StartsWith("data.", StringComparison.Ordinal) ? field["data.".Length..] : field;
}
