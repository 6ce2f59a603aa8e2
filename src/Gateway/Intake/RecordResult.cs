using System.Text.Json;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake;

/// <summary>The answer to one record (contract section 2).</summary>
internal sealed record RecordResult
{
    public required string? Key { get; init; }

    /// <summary>Of a line that is no record: its number, from 1, which stands in place of the key.</summary>
    public long? Line { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Null where it was not kept.</summary>
    public Guid? RecordId { get; init; }

    public string? GatewayCaseNo { get; init; }

    public IReadOnlyList<StoredFinding> Errors { get; init; } = [];

    public IReadOnlyList<StoredFinding> Warnings { get; init; } = [];

    /// <summary>Of a parked record: the kind it waits for, or the key of the acceptance that is in quarantine.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Of a duplicate: what became of the first.</summary>
    public FirstRecord? First { get; init; }

    public void Write(Utf8JsonWriter to)
    {
        to.WriteStartObject();
        WriteMembers(to);
        to.WriteEndObject();
    }

    /// <summary>Into an object that says more.</summary>
    public void WriteMembers(Utf8JsonWriter to)
    {
        if (Line is { } line)
        {
            to.WriteNumber("line", line);
        }
        else
        {
            to.WriteString("key", Key);
        }

        to.WriteString("verdict", Verdict.Word());
        if (RecordId is { } id)
        {
            to.WriteString("recordId", id);
        }

        if (GatewayCaseNo is not null)
        {
            to.WriteString("gatewayCaseNo", GatewayCaseNo);
        }

        if (WaitsFor is not null)
        {
            to.WriteString("waitsFor", WaitsFor);
        }

        if (First is not null)
        {
            First.Write(to);
        }

        if (Errors.Count > 0)
        {
            StoredFinding.WriteAll(to, "errors", Errors);
        }

        StoredFinding.WriteAll(to, "warnings", Warnings);
    }
}

/// <summary>What became of the record that a duplicate repeats.</summary>
internal sealed record FirstRecord(Verdict Verdict, RecordState State, IReadOnlyList<StoredFinding> Errors)
{
    public void Write(Utf8JsonWriter to)
    {
        to.WriteStartObject("first");
        to.WriteString("verdict", Verdict.Word());
        to.WriteString("state", State.Word());
        StoredFinding.WriteAll(to, "errors", Errors);
        to.WriteEndObject();
    }
}

/// <summary>A finding as it is answered and stored.</summary>
/// <param name="IsError">Whether it blocked or parked under the profile it was judged by.</param>
internal sealed record StoredFinding(string Rule, string? Field, string Message, bool IsError)
{
    public static StoredFinding Of(Finding finding, RuleProfile profile) => new(finding.Rule.Id, finding.Field, finding.Message, profile.SeverityOf(finding.Rule) != Severity.Warn);

    public static void WriteAll(Utf8JsonWriter to, string name, IEnumerable<StoredFinding> findings)
    {
        to.WriteStartArray(name);
        foreach (var finding in findings)
        {
            to.WriteStartObject();
            to.WriteString("rule", finding.Rule);
            if (finding.Field is not null)
            {
                to.WriteString("field", finding.Field);
            }

            to.WriteString("message", finding.Message);
            to.WriteEndObject();
        }

        to.WriteEndArray();
    }
}

/// <summary>The sealed findings of a record: member names of a department's own may stand in them.</summary>
internal static class FindingsFile
{
    public static byte[]? Seal(Sealer sealer, Guid id, IReadOnlyList<StoredFinding> findings) =>
        findings.Count == 0 ? null : sealer.Seal(JsonSerializer.SerializeToUtf8Bytes(findings), id.ToByteArray());

    public static IReadOnlyList<StoredFinding> Open(Sealer sealer, Guid id, byte[]? findings) =>
        findings is null ? [] : JsonSerializer.Deserialize<List<StoredFinding>>(sealer.Open(findings, id.ToByteArray()))!;
}
