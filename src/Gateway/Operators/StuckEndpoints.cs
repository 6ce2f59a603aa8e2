using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Operators;

/// <summary>
/// <c>GET /v1/quarantine</c>, <c>/v1/conflicts</c>, <c>/v1/parked</c> and <c>/v1/lanes</c>: what is stuck, oldest first, in pages. Whoever goes on from
/// <c>next</c> sees everything once that was there all the time.
/// </summary>
internal sealed class StuckEndpoints(StuckReader stuck, StatusReader status, StuckRecordView view, LaneView lanes)
{
    /// <summary>The records in one state that nobody has settled.</summary>
    public async Task ListAsync(HttpContext context, RecordState state)
    {
        if (!await MayAsync(context))
        {
            return;
        }

        var query = context.Request.Query;
        if (PageQuery.Limit(query) is not { } limit || PageQuery.After(query) is not { } after || !PageQuery.AreSingle(query, "department", "rule", "kind") || (after != Guid.Empty && status.Record(after) is null))
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
                view.Write(to, row);
            }

            to.WriteEndArray();
            to.WriteString("next", ids.Count == limit ? ids[^1].ToString() : null);
            to.WriteEndObject();
        });
    }

    /// <summary>The lanes that wait for a person.</summary>
    public async Task ListLanesAsync(HttpContext context)
    {
        if (!await MayAsync(context))
        {
            return;
        }

        var query = context.Request.Query;
        var after = query["after"] is [{ Length: > 0 } text] ? LaneCursor.Read(text) : LaneCursor.Beginning;
        if (PageQuery.Limit(query) is not { } limit || after is null || !PageQuery.AreSingle(query, "platform", "after"))
        {
            await MalformedAsync(context);
            return;
        }

        var blocking = stuck.FindBlocking(after, query["platform"], limit);
        await Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
        {
            to.WriteStartObject();
            to.WriteStartArray("lanes");
            foreach (var delivery in blocking)
            {
                lanes.Write(to, delivery);
            }

            to.WriteEndArray();
            to.WriteString("next", blocking.Count == limit ? new LaneCursor(blocking[^1].Platform, blocking[^1].Subject, blocking[^1].Position).ToString() : null);
            to.WriteEndObject();
        });
    }

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
        Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, $"limit 为 1 至 {PageQuery.MostLimit}，after 为上一页的 next，每个参数至多一次");
}
