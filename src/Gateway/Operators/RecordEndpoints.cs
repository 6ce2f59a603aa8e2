using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Operators;

/// <summary>What operators do to records and their deliveries. Each verb takes a reason and <c>dryRun</c>, and is journalled in the transaction that does it.</summary>
internal sealed class RecordEndpoints(Orders orders, Hall hall, RecordPreparer preparer, Rejudgement rejudgement)
{
    private const string Platform = "platform";

    /// <summary><c>POST /v1/records:rejudge</c>.</summary>
    public async Task RejudgeAsync(HttpContext context)
    {
        if (await OrderBody.ReadAsync(context, "rule", "department", "kind", "recordIds", "after") is not { } body)
        {
            return;
        }

        var after = Guid.Empty;
        if (body["after"] is { Length: > 0 } cursor && !Guid.TryParseExact(cursor, "D", out after))
        {
            await Problem.AnswerAsync(context, ProblemCodes.BodyMalformed, "after 应为上一页答复中的 next");
            return;
        }

        if (body.RecordIds.Count > Rejudge.Page)
        {
            await Problem.AnswerAsync(context, ProblemCodes.TooManyRecords, $"recordIds 一次最多 {Rejudge.Page} 条");
            return;
        }

        var query = new StuckQuery(RecordState.Quarantined, after, Rejudge.Page, body["department"], body["rule"], body["kind"]);
        var work = new Rejudge(new RejudgeScope(query, body.RecordIds), body.Order, hall, preparer, rejudgement);
        await orders.RunAsync(context, work, to =>
        {
            to.WriteNumber("examined", work.Results.Count);
            to.WriteStartArray("results");
            foreach (var judged in work.Results)
            {
                Write(to, judged.Result);
            }

            to.WriteEndArray();
            to.WriteString("next", work.Next?.ToString());
        });
    }

    /// <summary><c>POST /v1/records/{id}:discard</c>, of the record or, with <c>platform</c>, of its refused delivery.</summary>
    public async Task DiscardAsync(HttpContext context, string id)
    {
        if (await OrderBody.ReadAsync(context, Platform) is not { } body || await RecordIdAsync(context, id) is not { } recordId)
        {
            return;
        }

        if (PlatformOf(context, body) is { } platform)
        {
            await orders.RunAsync(context, new DiscardDelivery(recordId, platform, body.Order, hall), to => WriteDelivery(to, recordId, platform, DeliveryState.NotForThisPlatform));
            return;
        }

        var work = new DiscardRecord(recordId, body.Order, hall, preparer);
        await orders.RunAsync(context, work, to =>
        {
            to.WriteString("recordId", recordId);
            to.WriteString("state", work.State.Word());
        });
    }

    /// <summary><c>POST /v1/records/{id}:accept-conflict</c>.</summary>
    public async Task AcceptConflictAsync(HttpContext context, string id)
    {
        if (await OrderBody.ReadAsync(context) is not { } body || await RecordIdAsync(context, id) is not { } recordId)
        {
            return;
        }

        var work = new AcceptConflict(recordId, body.Order, hall, preparer, rejudgement);
        await orders.RunAsync(context, work, to =>
        {
            to.WriteString("recordId", recordId);
            to.WriteString("state", work.State.Word());
        });
    }

    /// <summary><c>POST /v1/records/{id}:resend</c>.</summary>
    public async Task ResendAsync(HttpContext context, string id)
    {
        if (await OrderBody.ReadAsync(context, Platform) is not { } body || await RecordIdAsync(context, id) is not { } recordId)
        {
            return;
        }

        if (PlatformOf(context, body) is not { } platform)
        {
            await Problem.AnswerAsync(context, ProblemCodes.BodyMalformed, "请指明平台（platform）");
            return;
        }

        await orders.RunAsync(context, new Resend(recordId, platform, body.Order, hall), to => WriteDelivery(to, recordId, platform, DeliveryState.Pending));
    }

    private static async Task<Guid?> RecordIdAsync(HttpContext context, string id)
    {
        if (Guid.TryParseExact(id, "D", out var recordId))
        {
            return recordId;
        }

        await Problem.AnswerAsync(context, ProblemCodes.NoSuchRecord);
        return null;
    }

    private static string? PlatformOf(HttpContext context, OrderBody body) => body[Platform] ?? (context.Request.Query[Platform] is [{ Length: > 0 } platform] ? platform : null);

    private static void WriteDelivery(Utf8JsonWriter to, Guid recordId, string platform, DeliveryState state)
    {
        to.WriteString("recordId", recordId);
        to.WriteString(Platform, platform);
        to.WriteString("state", state.Word());
    }

    private static void Write(Utf8JsonWriter to, RecordResult result)
    {
        to.WriteStartObject();
        to.WriteString("recordId", result.RecordId!.Value);
        to.WriteString("key", result.Key);
        to.WriteString("verdict", result.Verdict.Word());
        StoredFinding.WriteAll(to, "errors", result.Errors);
        to.WriteEndObject();
    }
}
