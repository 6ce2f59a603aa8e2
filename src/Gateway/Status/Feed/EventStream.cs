using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>Changes as server-sent events to one client.</summary>
internal sealed class EventStream(HttpContext context, TimeProvider machine)
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private long _written = machine.GetTimestamp();

    /// <summary>How long it may still be silent: a client that is gone is found by writing to it, and proxies end what is silent.</summary>
    public TimeSpan UntilHeartbeat => LongestSilence - machine.GetElapsedTime(_written);

    /// <summary>Sends the headers, so that the client knows that it is heard.</summary>
    public async Task OpenAsync()
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await context.Response.StartAsync(context.RequestAborted);
        await FlushAsync();
    }

    public async Task WriteAsync(IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var to = context.Response.BodyWriter;
        foreach (var change in changes)
        {
            to.Write("id: "u8);
            Encoding.UTF8.GetBytes(change.Cursor, to);
            to.Write("\nevent: "u8);
            Encoding.UTF8.GetBytes(change.What, to);
            to.Write("\ndata: "u8);
            to.Write(change.Json);
            to.Write("\n\n"u8);
        }

        await FlushAsync();
    }

    /// <summary>A comment, which clients pass over.</summary>
    public Task BeatAsync()
    {
        context.Response.BodyWriter.Write(":\n\n"u8);
        return FlushAsync();
    }

    private async Task FlushAsync()
    {
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        _written = machine.GetTimestamp();
    }
}
