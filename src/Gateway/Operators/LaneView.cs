using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Operators;

/// <summary>A blocked lane as it is answered: whose it is, what the platform refused and by which code, since when, and how many wait behind it.</summary>
internal sealed class LaneView(StatusReader status, Sealer sealer)
{
    public void Write(Utf8JsonWriter to, RefusedDelivery refused)
    {
        var lane = status.DeliveriesOf(refused.Subject).Where(one => one.Platform == refused.Platform).ToList();
        if (lane.Find(one => one.Position == refused.Position) is not { State: DeliveryState.Refused } delivery)
        {
            // Seen to since the page was read.
            return;
        }

        var attempts = AttemptIds.Read(delivery.Attempts).ToList();
        to.WriteStartObject();
        to.WriteString("platform", delivery.Platform);
        to.WriteString("gatewayCaseNo", status.Case(delivery.Subject)?.GatewayNo);
        WriteRefused(to, delivery);
        to.WriteTime("since", status.Attempts(attempts) is [.., { Ended: { } ended }] ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null);
        to.WriteNumber("attempts", attempts.Count);
        to.WriteNumber("waiting", lane.Count(one => one.Position > delivery.Position && one.State < DeliveryState.Confirmed));
        to.WriteEndObject();
    }

    private void WriteRefused(Utf8JsonWriter to, DeliveryRow delivery)
    {
        var row = RowState.Read(delivery.Rows).FirstOrDefault(one => one.State == RowState.Refused);
        to.WriteStartObject("refused");
        to.WriteString("recordId", delivery.RecordId);
        if (status.Record(delivery.RecordId) is { } record)
        {
            using var canonical = BodyFile.Canonical(sealer.Open(record.Body, record.Id.ToByteArray()));
            to.WriteString("department", record.Department);
            to.WriteString("key", JsonText.Find(canonical.RootElement, "key") is { ValueKind: JsonValueKind.String } key ? JsonText.Of(key) : null);
        }

        to.WriteString("table", row?.Table);
        to.WriteString("code", row?.Code);
        to.WriteEndObject();
    }
}
