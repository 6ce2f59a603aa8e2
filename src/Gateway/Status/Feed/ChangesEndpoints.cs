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

        if (!TryPlace(query.After, out var place))
        {
            await Problem.AnswerAsync(context, ProblemCodes.CursorUnknown);
            return;
        }

        var caller = context.Features.GetRequiredFeature<Caller>();
        var page = query.Wait == TimeSpan.Zero ? reader.Read(place, caller, query.Limit) : await WaitAsync(query, place, caller, context.RequestAborted);
        await (page is null ? Problem.AnswerAsync(context, ProblemCodes.CursorExpired) : AnswerAsync(context, page));
    }

    /// <summary>The same changes as they come, until the client goes, the gateway stops, or the client is so slow that what it has not read is no longer kept.</summary>
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

        if (!TryPlace(after.ToString(), out var place))
        {
            await Problem.AnswerAsync(context, ProblemCodes.CursorUnknown);
            return;
        }

        using var listening = feed.Listen();
        var caller = context.Features.GetRequiredFeature<Caller>();
        await (reader.Read(place, caller, Batch) is { } page ? WatchAsync(context, page, caller) : Problem.AnswerAsync(context, ProblemCodes.CursorExpired));
    }

    private async Task WatchAsync(HttpContext context, ChangePage first, Caller caller)
    {
        var events = new EventStream(context, machine);
        await events.OpenAsync();

        // It ends where changes are no longer kept; whoever comes back to go on is told so.
        ChangePage? page = first;
        while (page is not null && !feed.IsStopping)
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

    private async Task<ChangePage?> WaitAsync(ChangesQuery query, long? place, Caller caller, CancellationToken cancellationToken)
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

    // False where the cursor is of no use: made up, or of what is no longer so since a back-up was put back. The beginning of what is kept is null.
    private bool TryPlace(string after, out long? place)
    {
        place = after switch
        {
            "" => null,
            "now" => reader.End().Next,
            _ => cursors.PlaceOf(after),
        };
        return place is not null || after.Length == 0;
    }

    private static Task AnswerAsync(HttpContext context, ChangePage page) => Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
    {
        to.WriteStartObject();
        to.WriteStartArray("changes");
        foreach (var change in page.Changes)
        {
            to.WriteRawValue(change.Json, skipInputValidation: true);
        }

        to.WriteEndArray();
        to.WriteString("next", page.Cursor);
        to.WriteEndObject();
    });
}
