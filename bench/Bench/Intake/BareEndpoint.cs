using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Bench.Intake;

/// <summary>The baseline: the same server reads the same body and answers a small JSON. No signature, no parsing, no storage.</summary>
internal sealed class BareEndpoint : IAsyncDisposable
{
    private static readonly byte[] Answer = """{"results":[{"key":"MZ-000000-000000/accepted","verdict":"accepted","recordId":"00000000-0000-0000-0000-000000000000","warnings":[]}]}"""u8.ToArray();

    private readonly WebApplication _app;

    private BareEndpoint(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public static async Task<BareEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.MapPost("/v1/records", AnswerAsync);
        await app.StartAsync();
        return new BareEndpoint(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        await RequestBody.ReadAsync(context);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer, context.RequestAborted);
    }
}
