using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Status;

/// <summary>A delivery as it is answered.</summary>
internal static class DeliveryView
{
    /// <summary>State, why, the record that carries it, and when it is tried next.</summary>
    public static void WriteState(Utf8JsonWriter to, DeliveryRow delivery)
    {
        to.WriteString("state", delivery.State.Word());
        if (delivery.State == DeliveryState.Carried)
        {
            to.WriteString("by", delivery.Why);
        }
        else if (delivery.Why is { } why)
        {
            to.WriteString("why", why);
        }

        if (delivery is { NextAt: { } at, State: < DeliveryState.Confirmed })
        {
            to.WriteTime("nextAttemptAt", DateTimeOffset.FromUnixTimeMilliseconds(at));
        }
    }

    /// <summary>The delivery with its rows and calls.</summary>
    public static void Write(Utf8JsonWriter to, DeliveryRow delivery, IReadOnlyList<AttemptSummary> attempts)
    {
        to.WriteStartObject();
        to.WriteString("platform", delivery.Platform);
        WriteState(to, delivery);
        to.WriteStartArray("rows");
        foreach (var row in RowState.Read(delivery.Rows))
        {
            to.WriteStartObject();
            to.WriteString("table", row.Table);
            to.WriteString("row_guid", row.RowGuid);
            to.WriteString("operation", row.Operation);
            to.WriteString("state", row.State);
            to.WriteString("receiptNo", row.ReceiptNo);
            to.WriteString("code", row.Code);
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteStartArray("attempts");
        foreach (var attempt in attempts)
        {
            to.WriteStartObject();
            to.WriteTime("startedAt", DateTimeOffset.FromUnixTimeMilliseconds(attempt.Started));
            to.WriteTime("endedAt", attempt.Ended is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null);
            to.WriteString("outcome", attempt.Outcome);
            to.WriteNull("code");
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteEndObject();
    }
}
