using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary><c>GET /v1/changes</c> and <c>GET /v1/changes:watch</c> (contract section 4): complete, in commit order, each reader its own.</summary>
internal sealed class ChangesEndpoints(ChangeReader reader, ChangeFeed feed, Cursors cursors, TimeProvider machine)
{
    private const int Batch = 500;

    /// <summary>A page, at once or when there is something, by <c>wait</c>.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (ChangesQuery.Read(context.Request.Query) is not { } query)
        {
            await Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, "after 至多一个，limit 应为 1 至 1000 的整数，wait 应为 0 至 30 的整数（秒）");
            return;
        }

        if (PlaceOf(query.After) is not { } place)
        {
            await Problem.AnswerAsync(context, ProblemCodes.CursorUnknown);
            return;
        }

        var caller = context.Features.GetRequiredFeature<Caller>();
        await AnswerAsync(context, query.Wait == TimeSpan.Zero ? reader.Read(place, caller, query.Limit) : await WaitAsync(query, place, caller, context.RequestAborted));
    }

    /// <summary>The same changes as they come, until the client goes or the gateway stops.</summary>
    public async Task WatchAsync(HttpContext context)
    {
        // A client that comes back repeats its address and says in the header how far it came.
        var header = context.Request.Headers["Last-Event-ID"];
        var after = header.Count > 0 ? header : context.Request.Query["after"];
        if (after.Count > 1)
        {
            await Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, "after（或 Last-Event-ID）至多一个");
            return;
        }

        if (PlaceOf(after.ToString()) is not { } place)
        {
            await Problem.AnswerAsync(context, ProblemCodes.CursorUnknown);
            return;
        }

        await WatchAsync(context, place);
    }

    private async Task WatchAsync(HttpContext context, long place)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        var events = new EventStream(context, machine);
        using var listening = feed.Listen();
        await events.OpenAsync();
        var page = reader.Read(place, caller, Batch);
        while (!feed.IsStopping)
        {
            await events.WriteAsync(page.Changes);
            if (!page.IsHead || await feed.GoesOnAsync(page.Next, events.UntilHeartbeat, context.RequestAborted))
            {
                page = feed.Read(page.Next, caller, Batch);
            }
            else
            {
                page = page with { Changes = [] };
                await events.BeatAsync();
            }

            // What is not the reader's keeps waking it and writes nothing.
            if (events.UntilHeartbeat <= TimeSpan.Zero)
            {
                await events.BeatAsync();
            }
        }
    }

    private async Task<ChangePage> WaitAsync(ChangesQuery query, long place, Caller caller, CancellationToken cancellationToken)
    {
        var since = machine.GetTimestamp();
        using var listening = feed.Listen();
        var page = reader.Read(place, caller, query.Limit);
        while (page is { Changes.Count: 0, IsHead: true } && await feed.GoesOnAsync(page.Next, query.Wait - machine.GetElapsedTime(since), cancellationToken))
        {
            page = feed.Read(page.Next, caller, query.Limit);
        }

        return page;
    }

    // Null where the cursor is of no use: made up, or of a store that went further than this one (a back-up was put back).
    private long? PlaceOf(string after) => after switch
    {
        "" => 0,
        "now" => reader.Last(),
        _ => cursors.PlaceOf(after) is { } place && place <= reader.Last() ? place : null,
    };

    private Task AnswerAsync(HttpContext context, ChangePage page) => Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
    {
        to.WriteStartObject();
        to.WriteStartArray("changes");
        foreach (var change in page.Changes)
        {
            to.WriteRawValue(change.Json, skipInputValidation: true);
        }

        to.WriteEndArray();
        to.WriteString("next", cursors.Of(page.Next));
        to.WriteEndObject();
    });
}
