using System.Text.Json;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Status;

/// <summary>
/// A stored record as a reader may see it. Works from a list of what is harmless: whatever is not on it (an unknown member, whose meaning nobody
/// knows) is shown as present, not as what it is.
/// </summary>
internal static class MaskedRecord
{
    private const string Hidden = "***";

    // By path, not by name: an unknown member may be called anything.
    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "department", "key", "kind", "caseNo", "version", "deleted", "occurredAt",
        "data.matterCode", "data.matterName", "data.channel", "data.receivedAt", "data.caseType", "data.appliedAt", "data.organisationCode", "data.organisationName",
        "data.promisedDueAt", "data.documentNo", "data.deferred.dueAt", "data.commitment", "data.step", "data.action", "data.startedAt", "data.endedAt", "data.limit.value",
        "data.limit.unit", "data.sequence", "data.procedure", "data.limitDays", "data.deliveryMethod", "data.fee",
        "data.licences.name", "data.licences.number", "data.licences.issuer", "data.licences.issuedAt", "data.licences.validFrom", "data.licences.validTo",
        "data.materials.name", "data.materials.form", "data.materials.copies", "data.materials.digest", "data.materials.grade",
        "data.deferred.materials.name", "data.deferred.materials.form", "data.deferred.materials.copies", "data.deferred.materials.digest", "data.deferred.materials.grade",
        "data.applicant.type", "data.applicant.idType", "data.agent.idType",
    };

    private static readonly HashSet<string> Objects = new(StringComparer.Ordinal) { "data", "data.applicant", "data.agent", "data.deferred", "data.limit" };

    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal) { "data.materials", "data.deferred.materials", "data.licences" };

    private static readonly HashSet<string> Persons = new(StringComparer.Ordinal)
    {
        "data.acceptedBy", "data.receivedBy", "data.handledBy", "data.closedBy", "data.approvedBy", "data.requestedBy", "data.refusedBy", "data.agent.name",
        "data.applicant.legalRepresentative",
    };

    // Free text may name anybody.
    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal) { "data.title", "data.opinion", "data.reason", "data.basis" };

    public static void Write(Utf8JsonWriter to, string name, JsonElement record)
    {
        to.WritePropertyName(name);
        WriteObject(to, record, path: "");
    }

    /// <summary>Its members, into an object that says more.</summary>
    public static void WriteMembers(Utf8JsonWriter to, JsonElement record) => WriteMembers(to, record, path: "");

    private static void WriteObject(Utf8JsonWriter to, JsonElement value, string path)
    {
        to.WriteStartObject();
        WriteMembers(to, value, path);
        to.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter to, JsonElement value, string path)
    {
        var isFirm = path == "data.applicant" && Mask.IsFirm(Text(value, "type"), Text(value, "idType"));
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonText.NameOf(member);
            to.WritePropertyName(name);
            WriteValue(to, member.Value, At(path, name), isFirm);
        }
    }

    // A name with a dot in it would look like a path of its own.
    private static string At(string path, string name) => name.Contains('.', StringComparison.Ordinal) ? "?" : path.Length == 0 ? name : $"{path}.{name}";

    private static void WriteValue(Utf8JsonWriter to, JsonElement value, string path, bool isFirm)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                to.WriteNullValue();
                break;
            case JsonValueKind.Object when Objects.Contains(path):
                WriteObject(to, value, path);
                break;
            case JsonValueKind.Array when Lists.Contains(path):
                WriteList(to, value, path);
                break;
            case JsonValueKind.String:
                to.WriteStringValue(Masked(JsonText.Of(value), path, isFirm));
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when Plain.Contains(path):
                value.WriteTo(to);
                break;
            default:
                to.WriteStringValue(Hidden);
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter to, JsonElement list, string path)
    {
        to.WriteStartArray();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                WriteObject(to, item, path);
            }
            else
            {
                to.WriteStringValue(Hidden);
            }
        }

        to.WriteEndArray();
    }

    private static string? Masked(string text, string path, bool isFirm) => path switch
    {
        "data.applicant.name" => isFirm ? text : Mask.Name(text),
        "data.applicant.idNumber" => isFirm ? text : Mask.Number(text),
        "data.agent.idNumber" or "data.applicant.mobile" or "data.agent.mobile" => Mask.Number(text),
        "data.applicant.address" => Mask.Address(text),

        // Of a result (办结) it is a word of a list, of a special procedure's end free text.
        "data.result" => Words.Result.Contains(text) ? text : Mask.Name(text),
        _ when Plain.Contains(path) => text,
        _ when Persons.Contains(path) || Texts.Contains(path) => Mask.Name(text),
        _ => Hidden,
    };

    private static string? Text(JsonElement value, string name) => JsonText.Find(value, name) is { ValueKind: JsonValueKind.String } text ? JsonText.Of(text) : null;
}
