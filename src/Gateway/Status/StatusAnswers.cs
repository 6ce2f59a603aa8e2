using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Status;

/// <summary>What a caller is told of cases and records (contract section 4), however it asks. What is not the caller's does not exist for it.</summary>
internal sealed class StatusAnswers(StatusReader reader, ShownCases cases, HallRules rules, HallClock clock, Sealer sealer)
{
    /// <summary>What the caller may read under a number, of one issuer or of any: each case once, with its issuer.</summary>
    public IReadOnlyList<(string Issuer, Case Case)> Find(string number, string? issuer, Caller caller) =>
        [.. reader.Find([number], issuer).Where(one => caller.MayRead(one.Case.Department)).DistinctBy(one => one.Case.Id).Select(one => (one.Issuer, one.Case))];

    /// <summary>A case as it is answered now.</summary>
    public ShownCase Show(Case @case) => cases.Show(@case);

    /// <summary>The answer about many numbers, each of whatever issuer: <c>cases</c>, <c>missing</c>, <c>ambiguous</c>.</summary>
    public Action<Utf8JsonWriter> Batch(IReadOnlyList<string> numbers, Caller caller)
    {
        var asked = numbers.Distinct(StringComparer.Ordinal).ToList();
        var found = Find(asked, caller);
        var shown = asked.Where(number => found[number].Count() == 1).Select(number => found[number].First()).DistinctBy(one => one.Id).ToList();
        var deliveries = reader.DeliveriesOf([.. shown.Select(one => one.Id)]);
        return to =>
        {
            to.WriteStartObject();
            to.WriteStartArray("cases");
            foreach (var @case in shown)
            {
                new CaseView(@case, deliveries(@case.Id), CaseClocks.Read(@case, rules.Calendar, clock.Now)).Write(to);
            }

            to.WriteEndArray();
            WriteNumbers(to, "missing", asked.Where(number => !found.Contains(number)));
            WriteNumbers(to, "ambiguous", asked.Where(number => found[number].Count() > 1));
            to.WriteEndObject();
        };
    }

    /// <summary>The answer about a record: its verdict and every delivery; null where there is none for the caller.</summary>
    public Action<Utf8JsonWriter>? Record(string id, Caller caller)
    {
        var record = Guid.TryParseExact(id, "D", out var guid) ? reader.Record(guid) : null;
        if (record is null || !caller.MayRead(record.Department))
        {
            return null;
        }

        var deliveries = record.CaseId is { } caseId ? reader.DeliveriesOf(caseId).Where(row => row.RecordId == record.Id).ToList() : [];
        return to => Write(to, record, deliveries);
    }

    private void Write(Utf8JsonWriter to, RecordRow record, IEnumerable<DeliveryRow> deliveries)
    {
        var findings = FindingsFile.Open(sealer, record.Id, record.Findings);
        to.WriteStartObject();
        to.WriteString("recordId", record.Id);
        to.WriteString("department", record.Department);
        using (var canonical = BodyFile.Canonical(sealer.Open(record.Body, record.Id.ToByteArray())))
        {
            MaskedRecord.Write(to, "record", canonical.RootElement);
        }

        to.WriteString("verdict", record.Verdict.Word());
        to.WriteString("state", record.State.Word());
        StoredFinding.WriteAll(to, "errors", findings.Where(finding => finding.IsError));
        StoredFinding.WriteAll(to, "warnings", findings.Where(finding => !finding.IsError));
        to.WriteNumber("configuration", record.ConfigId);
        to.WriteTime("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(record.Received));
        to.WriteStartArray("deliveries");
        foreach (var delivery in deliveries)
        {
            DeliveryView.Write(to, delivery, reader.Attempts([.. AttemptIds.Read(delivery.Attempts)]));
        }

        to.WriteEndArray();
        to.WriteEndObject();
    }

    // The same under each of these, whoever issued it.
    private ILookup<string, Case> Find(IReadOnlyCollection<string> numbers, Caller caller) =>
        reader.Find(numbers, issuer: null).Where(one => caller.MayRead(one.Case.Department)).DistinctBy(one => (one.Number, one.Case.Id)).ToLookup(one => one.Number, one => one.Case, StringComparer.Ordinal);

    private static void WriteNumbers(Utf8JsonWriter to, string name, IEnumerable<string> numbers)
    {
        to.WriteStartArray(name);
        foreach (var number in numbers)
        {
            to.WriteStringValue(number);
        }

        to.WriteEndArray();
    }
}
