using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.CrossRegion.Requests;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>What a request is from its beginning, as it is kept: its opening, and what was said then.</summary>
internal static class RequestFile
{
    /// <param name="opening">What its acts are folded over.</param>
    /// <param name="data">What was said (contract section 6), one JSON object.</param>
    public static byte[] Write(Opening opening, ReadOnlySpan<byte> data)
    {
        var said = data.ToArray();
        return Json.Bytes(to =>
        {
            to.WriteStartObject();
            to.WriteStartObject("opening");
            to.WriteString("mode", opening.Mode);
            to.WriteString("receivingDivision", opening.Receiving);
            to.WriteString("homeDivision", opening.Home);
            to.WriteTexts("authorities", opening.Authorities);
            to.WriteTexts("originals", opening.Originals);
            to.WriteTime("at", opening.At);
            to.WriteEndObject();
            to.WritePropertyName("data");
            to.WriteRawValue(said);
            to.WriteEndObject();
        });
    }

    /// <summary>What was kept of it, opened.</summary>
    public static JsonDocument Open(RequestRow row, Sealer sealer) => JsonDocument.Parse(sealer.Open(row.Body, Place(row.No)));

    /// <summary>Where a seal of it belongs: it opens nowhere else.</summary>
    public static byte[] Place(string no) => Encoding.UTF8.GetBytes($"request {no}");

    /// <summary>What was said then, one JSON object.</summary>
    public static byte[] DataOf(JsonDocument file) => JsonMarshal.GetRawUtf8Value(file.RootElement.GetProperty("data")).ToArray();

    /// <summary>Its opening.</summary>
    public static Opening OpeningOf(JsonDocument file)
    {
        var opening = file.RootElement.GetProperty("opening");
        return new Opening(
            opening.GetProperty("mode").GetString()!, opening.GetProperty("receivingDivision").GetString()!, opening.GetProperty("homeDivision").GetString()!, All(opening, "authorities"),
            All(opening, "originals"), opening.GetProperty("at").GetDateTimeOffset());
    }

    private static List<string> All(JsonElement opening, string name) => [.. opening.GetProperty(name).EnumerateArray().Select(one => one.GetString()!)];
}
