using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServiceHall.Gateway.Tests.Telemetry;

/// <summary>Where traces and metrics are sent to: takes what comes by OTLP over HTTP, and keeps its bytes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Exported> _taken = new();

    private Collector(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public IReadOnlyList<Exported> Taken => [.. _taken];

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var collector = new Collector(app);
        app.MapPost("/v1/{signal}", collector.TakeAsync);
        await app.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _taken.Enqueue(new Exported(signal, context.Request.ContentType, context.Request.Headers["x-collector-key"], body.ToArray()));
    }
}

/// <param name="Signal"><c>traces</c> or <c>metrics</c>.</param>
/// <param name="Key">What the collector was shown.</param>
internal sealed record Exported(string Signal, string? ContentType, string? Key, byte[] Body)
{
    public bool Holds(ReadOnlySpan<byte> bytes) => Body.AsSpan().IndexOf(bytes) >= 0;
}
