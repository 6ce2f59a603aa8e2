using System.Text.Json;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Status;

/// <summary>
/// A stored record as a reader may see it. Works from a list of what is harmless: whatever is not on it (an unknown member, whose meaning nobody
/// knows) is shown as present, not as what it is.
/// </summary>
internal static class MaskedRecord
{
    private const string Hidden = "***";

    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "department", "key", "kind", "caseNo", "version", "deleted", "occurredAt", "data",
        "matterCode", "matterName", "channel", "caseType", "appliedAt", "receivedAt", "organisationCode", "organisationName", "promisedDueAt", "documentNo",
        "deferred", "commitment", "dueAt", "step", "action", "startedAt", "endedAt", "limit", "value", "unit", "sequence", "procedure", "basis", "limitDays",
        "result", "deliveryMethod", "licences", "issuer", "issuedAt", "validFrom", "validTo", "fee", "materials", "form", "copies", "digest", "grade",
        "applicant", "agent", "type", "idType",
    };

    private static readonly HashSet<string> Persons = new(StringComparer.Ordinal)
    {
        "acceptedBy", "receivedBy", "handledBy", "closedBy", "approvedBy", "requestedBy", "refusedBy", "legalRepresentative",
    };

    // Free text may name anybody.
    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal) { "title", "opinion", "reason", "text", "comment", "content" };

    public static void Write(Utf8JsonWriter to, string name, JsonElement record)
    {
        to.WritePropertyName(name);
        WriteObject(to, record, path: "");
    }

    private static void WriteObject(Utf8JsonWriter to, JsonElement value, string path)
    {
        var isFirm = path == "data.applicant" && Mask.IsFirm(Text(value, "type"), Text(value, "idType"));
        to.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            var at = path.Length == 0 ? JsonText.NameOf(member) : $"{path}.{JsonText.NameOf(member)}";
            to.WritePropertyName(JsonText.NameOf(member));
            WriteValue(to, member.Value, at, JsonText.NameOf(member), isFirm);
        }

        to.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter to, JsonElement value, string path, string name, bool isFirm)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                to.WriteNullValue();
                break;
            case JsonValueKind.Object when Plain.Contains(name):
                WriteObject(to, value, path);
                break;
            case JsonValueKind.Array when Plain.Contains(name):
                to.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteValue(to, item, path, name, isFirm);
                }

                to.WriteEndArray();
                break;
            case JsonValueKind.String:
                to.WriteStringValue(Masked(JsonText.Of(value), path, name, isFirm));
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when Plain.Contains(name):
                value.WriteTo(to);
                break;
            default:
                to.WriteStringValue(Hidden);
                break;
        }
    }

    private static string? Masked(string text, string path, string name, bool isFirm) => (name, path) switch
    {
        _ when Plain.Contains(name) => text,
        ("name", "data.applicant.name") => isFirm ? text : Mask.Name(text),
        ("name", "data.agent.name") => Mask.Name(text),
        ("name", _) => text,
        ("number", "data.licences.number") => text,
        ("idNumber", _) => isFirm ? text : Mask.Number(text),
        ("mobile", _) => Mask.Number(text),
        ("address", _) => Mask.Address(text),
        _ when Persons.Contains(name) => Mask.Name(text),
        _ when Texts.Contains(name) => Mask.Name(text),
        _ => Hidden,
    };

    private static string? Text(JsonElement value, string name) => JsonText.Find(value, name) is { ValueKind: JsonValueKind.String } text ? JsonText.Of(text) : null;
}
