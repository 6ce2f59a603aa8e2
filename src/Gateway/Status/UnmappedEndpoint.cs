using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Status;

/// <summary><c>GET /v1/unmapped</c>, for operators: what departments sent that no code table covers, the most frequent first.</summary>
internal sealed class UnmappedEndpoint(StatusReader reader, Sealer sealer)
{
    private const int Most = 1000;
    private const int Usual = 100;

    public Task GetAsync(HttpContext context)
    {
        if (context.Features.GetRequiredFeature<Caller>().Role != Role.Operator)
        {
            return Problem.AnswerAsync(context, ProblemCodes.NotYours);
        }

        return Limit(context.Request.Query) is { } limit
            ? Json.AnswerAsync(context, StatusCodes.Status200OK, to => Write(to, reader.Unmapped(limit)))
            : Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, "limit 应为 1 至 1000 的整数");
    }

    private static int? Limit(IQueryCollection query) => query["limit"] switch
    {
        [] => Usual,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most => limit,
        _ => null,
    };

    private void Write(Utf8JsonWriter to, IReadOnlyList<UnmappedRow> rows)
    {
        to.WriteStartObject();
        to.WriteStartArray("unmapped");
        foreach (var row in rows)
        {
            to.WriteStartObject();
            to.WriteString("adapter", row.Adapter);
            to.WriteString("table", row.Table);
            to.WriteString("value", Mask.Code(UnmappedValue.Open(sealer, row)));
            to.WriteNumber("count", row.Count);
            to.WriteTime("firstAt", DateTimeOffset.FromUnixTimeMilliseconds(row.FirstAt));
            to.WriteTime("lastAt", DateTimeOffset.FromUnixTimeMilliseconds(row.LastAt));
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteEndObject();
    }
}
