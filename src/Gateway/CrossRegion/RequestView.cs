using System.Runtime.InteropServices;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.CrossRegion.Requests;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>A request as it is told: both sides' timeline, whose turn it is, where the paper originals are, both clocks. Only the departments that work on it see persons.</summary>
internal sealed class RequestView(RequestReader reader, Hall hall)
{
    private const string Unit = "workingDay";

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter to, RequestRow row, Caller caller)
    {
        using var file = RequestFile.Open(row, hall.Sealer);
        var log = new RequestLog(RequestFile.OpeningOf(file));
        var acts = reader.ActsOf(row.No).Select(act => RequestBook.Opened(act, hall.Sealer)).ToDictionary(said => (said.Act.Division, said.Act.Sequence));
        foreach (var said in acts.Values)
        {
            log.Take(said.Act);
        }

        var request = log.Request;
        to.WriteStartObject();
        to.WriteString("requestNo", row.No);
        to.WriteString("mode", row.Mode);
        to.WriteString("state", request.State.Word());
        to.WriteString("turn", request.Turn.Word());
        to.WriteString("homeDivision", row.Home);
        to.WriteString("receivingDivision", row.Receiving);
        to.WriteTexts("authorities", request.Opening.Authorities);
        to.WriteTexts("partsDone", request.Done.Order(StringComparer.Ordinal));
        to.WriteString("department", row.Owner);
        to.WriteString("receivingDepartment", row.Collector);
        to.WriteString("platform", row.Platform);
        WriteFlag(to, "formPassed", request.FormPassed);
        WriteFlag(to, "identityPassed", request.IdentityPassed);
        to.WriteBoolean("settled", request.IsSettled);
        WriteOriginals(to, request);
        WriteClocks(to, RequestClocks.At(log, hall.Rules.Calendar, hall.Rules.Calendar, Unit, hall.Clock.Now));
        WriteTimeline(to, log, acts, caller);
        WriteExchange(to, row);
        to.WriteTime("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(row.Received));
        to.WriteTime("changedAt", DateTimeOffset.FromUnixTimeMilliseconds(row.Changed));
        WriteData(to, file, caller);
        to.WriteEndObject();
    }

    private static void WriteOriginals(Utf8JsonWriter to, Request request)
    {
        to.WriteStartArray("originals");
        foreach (var (name, hand) in request.Originals)
        {
            to.WriteStartObject();
            to.WriteString("name", name);
            switch (hand)
            {
                case Hand.OfPlace place:
                    to.WriteString("holder", "place");
                    to.WriteString("division", place.Division);
                    break;
                case Hand.OfPost way:
                    to.WriteString("holder", "post");
                    to.WriteString("from", way.From);
                    to.WriteString("to", way.To);
                    to.WriteString("trackingNo", way.TrackingNo);
                    to.WriteBoolean("lost", way.IsLost);
                    break;
                default:
                    to.WriteString("holder", "applicant");
                    break;
            }

            to.WriteEndObject();
        }

        to.WriteEndArray();
    }

    private static void WriteClocks(Utf8JsonWriter to, RequestClocks clocks)
    {
        to.WriteStartObject("clocks");
        to.WriteString("unit", Unit);
        WriteNumber(to, "receivingUsed", clocks.Receiving);
        WriteNumber(to, "homeUsed", clocks.Home);
        to.WriteString("runs", clocks.Runs.Word());
        to.WriteEndObject();
    }

    private static void WriteTimeline(Utf8JsonWriter to, RequestLog log, Dictionary<(string Division, int Sequence), SaidAct> acts, Caller caller)
    {
        to.WriteStartArray("timeline");
        foreach (var (act, @void) in log.Timeline)
        {
            var said = acts[(act.Division, act.Sequence)];
            to.WriteStartObject();
            to.WriteString("division", act.Division);
            to.WriteNumber("sequence", act.Sequence);
            to.WriteTime("at", act.At);
            (caller.Role == Role.Department ? said : said with { By = said.By is null ? null : Mask.Name(said.By), Note = said.Note is null ? null : Mask.Name(said.Note), Materials = null }).WriteDeed(to);
            if (@void is not null)
            {
                to.WriteString("void", @void.Id);
            }

            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteNumber("waiting", log.Waiting);
    }

    private static void WriteExchange(Utf8JsonWriter to, RequestRow row)
    {
        if (row.Path == RequestPath.Exchanged)
        {
            to.WriteStartObject("exchange");
            to.WriteNumber("packages", row.Packages);
            to.WriteNumber("sent", row.Sent);
            to.WriteString("problem", row.Problem);
            to.WriteEndObject();
        }
    }

    private static void WriteData(Utf8JsonWriter to, JsonDocument file, Caller caller)
    {
        var data = file.RootElement.GetProperty("data");
        if (caller.Role == Role.Department)
        {
            to.WritePropertyName("data");
            to.WriteRawValue(JsonMarshal.GetRawUtf8Value(data), skipInputValidation: true);
            return;
        }

        using var apart = JsonDocument.Parse(Json.Bytes(inner =>
        {
            inner.WriteStartObject();
            inner.WritePropertyName("data");
            inner.WriteRawValue(JsonMarshal.GetRawUtf8Value(data));
            inner.WriteEndObject();
        }));
        MaskedRecord.WriteMembers(to, apart.RootElement);
    }

    private static void WriteFlag(Utf8JsonWriter to, string name, bool? flag)
    {
        if (flag is { } known)
        {
            to.WriteBoolean(name, known);
        }
    }

    private static void WriteNumber(Utf8JsonWriter to, string name, int? number)
    {
        if (number is { } known)
        {
            to.WriteNumber(name, known);
        }
        else
        {
            to.WriteNull(name);
        }
    }
}
