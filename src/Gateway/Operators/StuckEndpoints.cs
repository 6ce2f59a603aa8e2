using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Operators;

/// <summary>
/// <c>GET /v1/quarantine</c>, <c>/v1/conflicts</c>, <c>/v1/parked</c> and <c>/v1/lanes</c>: what is stuck, oldest first, in pages. Whoever goes on from
/// <c>next</c> sees everything once that was there all the time.
/// </summary>
internal sealed class StuckEndpoints(StuckReader stuck, StatusReader status, Sealer sealer, LaneView lanes)
{
    private const int DefaultLimit = 100;
    private const int MostLimit = 1000;

    /// <summary>The records in one state that nobody has settled.</summary>
    public async Task ListAsync(HttpContext context, RecordState state)
    {
        if (!await MayAsync(context))
        {
            return;
        }

        var query = context.Request.Query;
        if (Limit(query) is not { } limit || After(query) is not { } after || !AreSingle(query, "department", "rule", "kind") || (after != Guid.Empty && status.Record(after) is null))
        {
            await MalformedAsync(context);
            return;
        }

        var ids = stuck.Find(new StuckQuery(state, after, limit, query["department"], query["rule"], query["kind"]));

        // One that was seen to since is left out; the page still goes on where it ended.
        var records = ids.Select(status.Record).OfType<RecordRow>().Where(row => row.State == state);
        await Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
        {
            to.WriteStartObject();
            to.WriteStartArray("records");
            foreach (var row in records)
            {
                Write(to, row);
            }

            to.WriteEndArray();
            to.WriteString("next", ids.Count == limit ? ids[^1].ToString() : null);
            to.WriteEndObject();
        });
    }

    /// <summary>The lanes that a refused delivery blocks.</summary>
    public async Task ListLanesAsync(HttpContext context)
    {
        if (!await MayAsync(context))
        {
            return;
        }

        var query = context.Request.Query;
        var after = query["after"] is [{ Length: > 0 } text] ? LaneCursor.Read(text) : LaneCursor.Beginning;
        if (Limit(query) is not { } limit || after is null || !AreSingle(query, "platform", "after"))
        {
            await MalformedAsync(context);
            return;
        }

        var refused = stuck.FindRefused(after, query["platform"], limit);
        await Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
        {
            to.WriteStartObject();
            to.WriteStartArray("lanes");
            foreach (var delivery in refused)
            {
                lanes.Write(to, delivery);
            }

            to.WriteEndArray();
            to.WriteString("next", refused.Count == limit ? new LaneCursor(refused[^1].Platform, refused[^1].Subject, refused[^1].Position).ToString() : null);
            to.WriteEndObject();
        });
    }

    private void Write(Utf8JsonWriter to, RecordRow row)
    {
        using var canonical = BodyFile.Canonical(sealer.Open(row.Body, row.Id.ToByteArray()));
        var caseNo = Text(canonical.RootElement, "caseNo");
        var findings = FindingsFile.Open(sealer, row.Id, row.Findings);
        var decides = findings.FirstOrDefault(finding => finding.Rule == row.Rule);
        to.WriteStartObject();
        to.WriteString("recordId", row.Id);
        to.WriteString("department", row.Department);
        to.WriteString("key", Text(canonical.RootElement, "key"));
        to.WriteString("kind", row.Kind);
        to.WriteNumber("version", row.Version);
        WriteWhere(to, "caseNo", caseNo);
        WriteWhere(to, "rule", row.Rule);
        to.WriteString("message", decides?.Message ?? (row.State == RecordState.Conflict ? "同一编号、同一版本先前报过不同的内容" : row.State.Name()));
        WriteWhere(to, "field", decides?.Field);
        to.WriteTime("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(row.Received));
        if (row.State == RecordState.Parked && caseNo is not null)
        {
            to.WriteString("waitsFor", stuck.WaitsFor(row.Department, caseNo) ?? Kinds.CaseAccepted);
        }

        to.WriteEndObject();
    }

    private static void WriteWhere(Utf8JsonWriter to, string name, string? value)
    {
        if (value is not null)
        {
            to.WriteString(name, value);
        }
    }

    private static string? Text(JsonElement record, string name) => JsonText.Find(record, name) is { ValueKind: JsonValueKind.String } text ? JsonText.Of(text) : null;

    private static async Task<bool> MayAsync(HttpContext context)
    {
        var may = context.Features.GetRequiredFeature<Caller>().Role == Role.Operator;
        if (!may)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NotYours);
        }

        return may;
    }

    private static Task MalformedAsync(HttpContext context) =>
        Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, $"limit 为 1 至 {MostLimit}，after 为上一页的 next，每个参数至多一次");

    private static int? Limit(IQueryCollection query) => query["limit"] switch
    {
        [] => DefaultLimit,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostLimit => limit,
        _ => null,
    };

    private static Guid? After(IQueryCollection query) => query["after"] switch
    {
        [] or [""] => Guid.Empty,
        [{ } text] when Guid.TryParseExact(text, "D", out var id) => id,
        _ => null,
    };

    private static bool AreSingle(IQueryCollection query, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (query[name].Count > 1)
            {
                return false;
            }
        }

        return true;
    }
}
