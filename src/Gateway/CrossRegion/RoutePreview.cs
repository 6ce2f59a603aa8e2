using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.CrossRegion;
using Route = ServiceHall.Model.CrossRegion.Route;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>Who would get a request, by which rule, and why, whichever way it was asked.</summary>
internal sealed class RoutePreview(CapabilityDirectory directory, CrossRegionItems items, Hall hall)
{
    private const int MostShown = 10;

    /// <summary>Writes the answer.</summary>
    public void Write(Utf8JsonWriter to, PreviewRequest asked)
    {
        var words = new RouteWords(hall.Rules.Divisions);
        var item = items.Find(asked.MatterCode, asked.CatalogCode, asked.MatterName);
        to.WriteStartObject();
        if ((asked.HomeDivision ?? (item?.HomeBy is { } by ? asked.Places!.Of(by) : null)) is not { } home)
        {
            to.WriteNull("route");
            to.WriteString("reason", "homeUnknown");
            to.WriteString("why", RouteWords.HomeUnknown(item?.HomeBy));
        }
        else
        {
            var day = HallTime.DayOf(asked.Day ?? hall.Clock.Now);
            Write(to, words, new RouteRequest(asked.MatterCode, asked.CatalogCode, asked.MatterName, asked.Mode, home, asked.ReceivingDivision ?? hall.Division, day));
        }

        to.WriteEndObject();
    }

    private void Write(Utf8JsonWriter to, RouteWords words, RouteRequest request)
    {
        var route = directory.Find(request);
        switch (route)
        {
            case Route.To found:
                to.WritePropertyName("route");
                Write(to, found.Rule);
                to.WriteString("why", words.Why(found.Rule));
                break;
            case Route.Nowhere nowhere:
                to.WriteNull("route");
                to.WriteString("reason", JsonNamingPolicy.CamelCase.ConvertName(nowhere.Why.ToString()));
                to.WriteString("why", words.Why(nowhere, request));
                break;
        }

        to.WriteString("homeDivision", route.Home);
        to.WriteString("receivingDivision", route.Receiving);
        to.WriteStartArray("followed");
        foreach (var step in route.Followed.Where(step => step.Kind != SuccessionKind.Split))
        {
            to.WriteStringValue(words.Followed(step));
        }

        to.WriteEndArray();
        to.WriteStartArray("considered");
        foreach (var rule in directory.Fitting(request).Take(MostShown))
        {
            to.WriteStringValue(words.Why(rule));
        }

        to.WriteEndArray();
        to.WriteString("directory", directory.Version);
    }

    private static void Write(Utf8JsonWriter to, RouteRule rule)
    {
        to.WriteStartObject();
        to.WriteString("rule", rule.Id);
        to.WriteString("authority", rule.Authority);
        to.WriteString("platform", rule.Platform);
        to.WriteTexts("transfer", rule.Transfer);
        to.WriteTexts("delivery", rule.Delivery);
        if (rule.TransferDays is { } days)
        {
            to.WriteNumber("transferDays", days);
        }

        to.WriteString("source", rule.Source);
        to.WriteEndObject();
    }
}
