using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Status;

/// <summary>A case as it is answered (contract section 4): masked, with its clocks as of now.</summary>
internal sealed class CaseView(Case @case, IReadOnlyList<DeliveryRow> deliveries, CaseClocks clocks)
{
    private readonly List<(DeliveryRow Delivery, IReadOnlyList<RowState> Rows)> _deliveries = [.. deliveries.Select(row => (row, RowState.Read(row.Rows)))];

    public void Write(Utf8JsonWriter to)
    {
        var facts = @case.Facts;
        to.WriteStartObject();
        to.WriteString("gatewayCaseNo", @case.GatewayNo);
        WriteNumbers(to);
        to.WriteString("department", @case.Department);
        WriteMatter(to);
        WriteApplicant(to, facts.Application?.Applicant);
        to.WriteString("state", facts.State.Word());
        to.WriteString("result", facts.Closed?.Result);
        to.WriteTime("acceptedAt", facts.Acceptance?.OccurredAt);
        to.WriteTime("promisedDueAt", clocks.Promised.DueAt);
        to.WriteTime("statutoryDueAt", clocks.Statutory.DueAt);
        WriteClock(to, clocks.Promised);
        WriteTimeline(to);
        WriteDeliveries(to);
        to.WriteEndObject();
    }

    private void WriteNumbers(Utf8JsonWriter to)
    {
        to.WriteStartArray("numbers");
        WriteNumber(to, @case.Department, @case.CaseNo);
        WriteNumber(to, StatusReader.GatewayIssuer, @case.GatewayNo);
        foreach (var number in _deliveries.SelectMany(one => one.Rows).Select(row => row.ProvincialCaseNo).Where(number => !string.IsNullOrEmpty(number)).Distinct(StringComparer.Ordinal))
        {
            WriteNumber(to, "province", number!);
        }

        to.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter to, string issuer, string value)
    {
        to.WriteStartObject();
        to.WriteString("issuer", issuer);
        to.WriteString("value", value);
        to.WriteEndObject();
    }

    private void WriteMatter(Utf8JsonWriter to)
    {
        to.WriteStartObject("matter");
        to.WriteString("code", @case.MatterCodeUsed ?? @case.Matter?.Code);
        to.WriteString("name", @case.Matter?.Name);
        if (@case.Matter is { } matter)
        {
            to.WriteNumber("version", matter.Version);
        }

        to.WriteEndObject();
    }

    private static void WriteApplicant(Utf8JsonWriter to, Applicant? applicant)
    {
        var (name, number) = Mask.Of(applicant);
        to.WriteStartObject("applicant");
        to.WriteString("name", name);
        to.WriteString("idNumber", number);
        to.WriteEndObject();
    }

    private static void WriteClock(Utf8JsonWriter to, ClockReading clock)
    {
        to.WriteStartObject("clock");
        to.WriteBoolean("running", clock.Running);
        to.WriteString("light", clock.Light.Word());
        WriteNumber(to, "usedDays", clock.Used);
        WriteNumber(to, "leftDays", clock.Left);
        WriteNumber(to, "pausedDays", clock.Paused);
        to.WriteString("why", clock.Why);
        to.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter to, string name, int? value)
    {
        if (value is { } number)
        {
            to.WriteNumber(name, number);
        }
        else
        {
            to.WriteNull(name);
        }
    }

    // A step with a limit of its own shows its clock beside it.
    private void WriteTimeline(Utf8JsonWriter to)
    {
        var steps = clocks.Steps.ToDictionary(reading => reading.Step.RecordId, reading => reading.Clock);
        to.WriteStartArray("timeline");
        foreach (var taken in @case.Events.OrderBy(one => one.OccurredAt))
        {
            to.WriteStartObject();
            to.WriteString("kind", taken.Kind);
            to.WriteTime("at", taken.OccurredAt);
            to.WriteString("by", Mask.Name(taken.Data.By));
            to.WriteString("recordId", taken.RecordId);
            to.WriteNumber("version", taken.Version);
            if (steps.TryGetValue(taken.RecordId, out var clock))
            {
                to.WriteTime("dueAt", clock.DueAt);
                WriteClock(to, clock);
            }

            to.WriteEndObject();
        }

        to.WriteEndArray();
    }

    private void WriteDeliveries(Utf8JsonWriter to)
    {
        to.WriteStartArray("deliveries");
        foreach (var (delivery, rows) in _deliveries)
        {
            to.WriteStartObject();
            to.WriteString("platform", delivery.Platform);
            to.WriteString("recordId", delivery.RecordId);
            DeliveryView.WriteState(to, delivery);
            to.WriteNumber("attempts", AttemptIds.Read(delivery.Attempts).Count());
            to.WriteStartArray("receipts");
            foreach (var receipt in rows.Select(row => row.ReceiptNo).Where(receipt => !string.IsNullOrEmpty(receipt)))
            {
                to.WriteStringValue(receipt);
            }

            to.WriteEndArray();
            to.WriteEndObject();
        }

        to.WriteEndArray();
    }
}
