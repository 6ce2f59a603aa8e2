using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary><c>GET /v1/changes</c> and <c>GET /v1/changes:watch</c> (contract section 4).</summary>
internal sealed class ChangesEndpoints(ChangePages pages, ChangeFeed feed, TimeProvider machine)
{
    /// <summary>A page, at once or when there is something, by <c>wait</c>.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (ChangesQuery.Read(context.Request.Query) is not { } query)
        {
            await Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, ChangesQuery.Wanted);
            return;
        }

        if (!pages.TryPlace(query.After, out var place))
        {
            await Problem.AnswerAsync(context, ProblemCodes.CursorUnknown);
            return;
        }

        var page = await pages.ReadAsync(query, place, context.Features.GetRequiredFeature<Caller>(), context.RequestAborted);
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

        if (!pages.TryPlace(after.ToString(), out var place))
        {
            await Problem.AnswerAsync(context, ProblemCodes.CursorUnknown);
            return;
        }

        using var listening = feed.Listen();
        var caller = context.Features.GetRequiredFeature<Caller>();
        await (pages.First(place, caller) is { } page ? WatchAsync(context, page, caller) : Problem.AnswerAsync(context, ProblemCodes.CursorExpired));
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
            page = await pages.NextAsync(page, caller, events.UntilHeartbeat, context.RequestAborted);

            // What is not the reader's keeps waking it and writes nothing.
            if (events.UntilHeartbeat <= TimeSpan.Zero)
            {
                await events.BeatAsync();
            }
        }
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
