using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Operators;

/// <summary>
/// What operators do: each takes a reason and <c>dryRun</c>, is journalled with both actor and reason in the transaction that does it, and answers 409
/// where the state is no longer the one it is for.
/// </summary>
internal sealed class OperatorEndpoints(
    StoreWriter writer, Hall hall, RecordPreparer preparer, Rejudgement rejudgement, PlatformGates gates, Wakeups wakeups, ILogger<OperatorEndpoints> log)
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
        await RunAsync(context, work, to =>
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
            await RunAsync(context, new DiscardDelivery(recordId, platform, body.Order, hall), to => WriteDelivery(to, recordId, platform, DeliveryState.NotForThisPlatform));
            return;
        }

        var work = new DiscardRecord(recordId, body.Order, hall, preparer);
        await RunAsync(context, work, to =>
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
        await RunAsync(context, work, to =>
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

        await RunAsync(context, new Resend(recordId, platform, body.Order, hall), to => WriteDelivery(to, recordId, platform, DeliveryState.Pending));
    }

    /// <summary><c>POST /v1/platforms/{name}:stop</c>. Calls that are under way end; no other begins, also after a restart.</summary>
    public async Task StopAsync(HttpContext context, string name)
    {
        if (await OrderBody.ReadAsync(context) is not { } body || await GateAsync(context, name) is not { } gate)
        {
            return;
        }

        if (await RunAsync(context, new StopPlatform(name, gate, body.Order, hall), to => WritePlatform(to, name, "stopped")) && !body.Order.IsRehearsal)
        {
            OperatorsLog.Stopped(log, name, body.Order.Actor);
        }
    }

    /// <summary><c>POST /v1/platforms/{name}:start</c>. What waits goes at once, whatever it waited for at this platform.</summary>
    public async Task StartAsync(HttpContext context, string name)
    {
        if (await OrderBody.ReadAsync(context) is not { } body || await GateAsync(context, name) is not { } gate)
        {
            return;
        }

        var work = new StartPlatform(name, body.Order, hall);
        if (await TryAsync(context, work))
        {
            if (!body.Order.IsRehearsal)
            {
                await OpenAsync(name, gate);
                OperatorsLog.Started(log, name, body.Order.Actor);
            }

            await AnswerAsync(context, work, to => WritePlatform(to, name, "running"));
        }
    }

    // Before the gate opens, so that no lane is read with the moment it was to wait for.
    private async Task OpenAsync(string platform, PlatformGate gate)
    {
        for (var slot = 0; slot < Slots.Count; slot++)
        {
            var hurry = new HurrySlot(platform, slot);
            writer.Enqueue(hurry);
            await hurry.Done;
        }

        gate.Start();
    }

    private async Task<bool> RunAsync(HttpContext context, VerbWork work, Action<Utf8JsonWriter> write)
    {
        var done = await TryAsync(context, work);
        if (done)
        {
            await AnswerAsync(context, work, write);
        }

        return done;
    }

    private async Task<bool> TryAsync(HttpContext context, VerbWork work)
    {
        if (!writer.TryEnqueue(work))
        {
            await Problem.AnswerAsync(context, ProblemCodes.Busy);
            return false;
        }

        if (await work.Done is { } refusal)
        {
            await Problem.AnswerAsync(context, refusal.Code, refusal.Detail);
            return false;
        }

        if (!work.Order.IsRehearsal)
        {
            wakeups.Wake(work.Touched);
        }

        return true;
    }

    private static Task AnswerAsync(HttpContext context, VerbWork work, Action<Utf8JsonWriter> write) => Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
    {
        to.WriteStartObject();
        to.WriteBoolean("dryRun", work.Order.IsRehearsal);
        write(to);
        to.WriteEndObject();
    });

    private static async Task<Guid?> RecordIdAsync(HttpContext context, string id)
    {
        if (Guid.TryParseExact(id, "D", out var recordId))
        {
            return recordId;
        }

        await Problem.AnswerAsync(context, ProblemCodes.NoSuchRecord);
        return null;
    }

    private async Task<PlatformGate?> GateAsync(HttpContext context, string name)
    {
        if (gates.Find(name) is { } gate)
        {
            return gate;
        }

        await Problem.AnswerAsync(context, ProblemCodes.NoSuchPlatform);
        return null;
    }

    private static string? PlatformOf(HttpContext context, OrderBody body) => body[Platform] ?? (context.Request.Query[Platform] is [{ Length: > 0 } platform] ? platform : null);

    private static void WriteDelivery(Utf8JsonWriter to, Guid recordId, string platform, DeliveryState state)
    {
        to.WriteString("recordId", recordId);
        to.WriteString(Platform, platform);
        to.WriteString("state", state.Word());
    }

    private static void WritePlatform(Utf8JsonWriter to, string name, string state)
    {
        to.WriteString(Platform, name);
        to.WriteString("state", state);
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
