using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Bench.Intake;

/// <summary>
/// The baseline: the same server reads the same body and answers a small JSON, a line of it for each line of a stream, or to a read the same bytes
/// each time. No signature, no parsing, no storage.
/// </summary>
internal sealed class BareEndpoint : IAsyncDisposable
{
    private static readonly byte[] Answer = """{"results":[{"key":"MZ-000000-000000/accepted","verdict":"accepted","recordId":"00000000-0000-0000-0000-000000000000","warnings":[]}]}"""u8.ToArray();

    private static readonly byte[] Line = """{"key":"MZ-000000-000000/accepted","verdict":"accepted","recordId":"00000000-0000-0000-0000-000000000000","gatewayCaseNo":"000000000000000000000000","warnings":[]}"""u8.ToArray().Append((byte)'\n').ToArray();

    private readonly WebApplication _app;

    private BareEndpoint(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <param name="read">What a read answers.</param>
    public static async Task<BareEndpoint> StartAsync(byte[]? read = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, null));
        var app = builder.Build();
        app.MapPost("/v1/records", context => context.Request.ContentType == StreamedBody.MediaType ? AnswerLinesAsync(context) : AnswerAsync(context));
        app.MapGet("/v1/cases", context => AnswerAsync(context, read ?? Answer));
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
        await AnswerAsync(context, Answer);
    }

    private static async Task AnswerAsync(HttpContext context, byte[] answer)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static async Task AnswerLinesAsync(HttpContext context)
    {
        context.Response.ContentType = StreamedBody.MediaType;
        while (await context.Request.BodyReader.ReadAsync(context.RequestAborted) is { Buffer.IsEmpty: false } read)
        {
            foreach (var piece in read.Buffer)
            {
                for (var lines = piece.Span.Count((byte)'\n'); lines > 0; lines--)
                {
                    context.Response.BodyWriter.Write(Line);
                }
            }

            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }
}
