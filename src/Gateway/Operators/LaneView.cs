using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Operators;

/// <summary>A blocked lane as it is answered: whose it is, what blocks it (refused, and by which code; or unknown, and why), since when, and how many wait behind it.</summary>
internal sealed class LaneView(StatusReader status, Sealer sealer)
{
    public void Write(Utf8JsonWriter to, BlockingDelivery blocking)
    {
        var lane = status.DeliveriesOf(blocking.Subject).Where(one => one.Platform == blocking.Platform).ToList();
        if (lane.Find(one => one.Position == blocking.Position) is not { WaitsForPerson: true } delivery)
        {
            // Seen to since the page was read.
            return;
        }

        var attempts = AttemptIds.Read(delivery.Attempts).ToList();
        to.WriteStartObject();
        to.WriteString("platform", delivery.Platform);
        to.WriteString("gatewayCaseNo", status.Case(delivery.Subject)?.GatewayNo);
        WriteBlocking(to, delivery);
        to.WriteTime("since", status.Attempts(attempts) is [.., { Ended: { } ended }] ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null);
        to.WriteNumber("attempts", attempts.Count);
        to.WriteNumber("waiting", lane.Count(one => one.Position > delivery.Position && one.State < DeliveryState.Confirmed));
        to.WriteEndObject();
    }

    private void WriteBlocking(Utf8JsonWriter to, DeliveryRow delivery)
    {
        var row = RowState.Read(delivery.Rows).FirstOrDefault(one => one.State is RowState.Refused or RowState.Sent);
        to.WriteStartObject("blockedBy");
        to.WriteString("recordId", delivery.RecordId);
        if (status.Record(delivery.RecordId) is { } record)
        {
            using var canonical = BodyFile.Canonical(sealer.Open(record.Body, record.Id.ToByteArray()));
            to.WriteString("department", record.Department);
            to.WriteString("key", JsonText.Find(canonical.RootElement, "key") is { ValueKind: JsonValueKind.String } key ? JsonText.Of(key) : null);
        }

        to.WriteString("state", delivery.State.Word());
        to.WriteString("why", delivery.Why);
        to.WriteString("table", row?.Table);
        to.WriteString("code", row?.Code);
        to.WriteEndObject();
    }
}
