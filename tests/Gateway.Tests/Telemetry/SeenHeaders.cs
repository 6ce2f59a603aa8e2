using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServiceHall.Gateway.Tests.Telemetry;

/// <summary>A platform that is away, and remembers which headers it was called with.</summary>
internal sealed class SeenHeaders
{
    private readonly ConcurrentBag<string> _names = [];

    public IReadOnlyList<string> Names => [.. _names];

    public async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(context =>
        {
            foreach (var name in context.Request.Headers.Keys)
            {
                _names.Add(name);
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }
}
