using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Operators;

/// <summary>A stuck record as a list shows it: which it is and why it is stuck, nothing of what it says.</summary>
internal sealed class StuckRecordView(StuckReader stuck, Sealer sealer)
{
    public void Write(Utf8JsonWriter to, RecordRow row)
    {
        using var canonical = BodyFile.Canonical(sealer.Open(row.Body, row.Id.ToByteArray()));
        var caseNo = Text(canonical.RootElement, "caseNo");
        var findings = FindingsFile.Open(sealer, row.Id, row.Findings);
        var decides = findings.FirstOrDefault(finding => finding.Rule == row.Rule);
        to.WriteStartObject();
        to.WriteString("recordId", row.Id);
        to.WriteString("department", row.Department);
        to.WriteString("key", Text(canonical.RootElement, "key"));
        to.WriteString("kind", row.Kind);
        to.WriteNumber("version", row.Version);
        WriteWhere(to, "caseNo", caseNo);
        WriteWhere(to, "rule", row.Rule);
        to.WriteString("message", decides?.Message ?? (row.State == RecordState.Conflict ? "同一编号、同一版本先前报过不同的内容" : row.State.Name()));
        WriteWhere(to, "field", decides?.Field);
        to.WriteTime("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(row.Received));
        if (row.State == RecordState.Parked && caseNo is not null)
        {
            to.WriteString("waitsFor", stuck.WaitsFor(row.Department, caseNo) ?? Kinds.CaseAccepted);
        }

        to.WriteEndObject();
    }

    private static void WriteWhere(Utf8JsonWriter to, string name, string? value)
    {
        if (value is not null)
        {
            to.WriteString(name, value);
        }
    }

    private static string? Text(JsonElement record, string name) => JsonText.Find(record, name) is { ValueKind: JsonValueKind.String } text ? JsonText.Of(text) : null;
}
