using System.Runtime.InteropServices;
using System.Text.Json;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Inbound;

/// <summary>The canonical record (contract section 2) that something done to a task is.</summary>
internal static class TaskRecord
{
    /// <param name="receivedBy">Who took it, where the data does not say.</param>
    public static byte[] Write(string key, string kind, string caseNo, DateTimeOffset occurredAt, JsonElement data, string? receivedBy = null) => Json.Bytes(to =>
    {
        to.WriteStartObject();
        to.WriteString("key", key);
        to.WriteString("kind", kind);
        to.WriteString("caseNo", caseNo);
        to.WriteTime("occurredAt", occurredAt);
        to.WritePropertyName("data");
        if (receivedBy is null || data.TryGetProperty("receivedBy", out _))
        {
            to.WriteRawValue(JsonMarshal.GetRawUtf8Value(data));
        }
        else
        {
            to.WriteStartObject();
            foreach (var member in data.EnumerateObject())
            {
                member.WriteTo(to);
            }

            to.WriteString("receivedBy", receivedBy);
            to.WriteEndObject();
        }

        to.WriteEndObject();
    });
}
