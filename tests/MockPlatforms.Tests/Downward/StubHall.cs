using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ServiceHall.MockPlatforms.Tests.Downward;

/// <summary>A hall that takes applications as the contract says and fails as it is told; it checks signatures by code of its own.</summary>
internal sealed class StubHall : IAsyncDisposable
{
    public const string Secret = "a-secret-of-the-tests-only";

    private readonly WebApplication application;
    private readonly ConcurrentDictionary<string, string> bodies = new();
    private readonly Channel<JsonObject> pages = Channel.CreateUnbounded<JsonObject>();

    private StubHall(WebApplication application) => this.application = application;

    public string Url => application.Urls.First();

    /// <summary>What a call is answered before it is taken, by how many came; null takes it.</summary>
    public Func<int, int?> Answer { get; set; } = _ => null;

    /// <summary>Whether it takes a call and says nothing of it.</summary>
    public Func<int, bool> Forgets { get; set; } = _ => false;

    public int Calls { get; private set; }

    public List<string> Mistakes { get; } = [];

    /// <summary>The platform's numbers that it took.</summary>
    public IReadOnlyCollection<string> Taken => [.. bodies.Keys];

    /// <summary>The cursors that the platform asked with.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<StubHall> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var hall = new StubHall(builder.Build());
        hall.application.Run(hall.TakeAsync);
        await hall.application.StartAsync();
        return hall;
    }

    /// <summary>The next page of tasks that the platform reads.</summary>
    public void Tell(string next, params (string PlatformNo, string State, string? CaseState)[] tasks) => pages.Writer.TryWrite(new JsonObject
    {
        ["tasks"] = new JsonArray([.. tasks.Select(task => new JsonObject { ["platformNo"] = task.PlatformNo, ["state"] = task.State, ["caseState"] = task.CaseState })]),
        ["next"] = next,
    });

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var memory = new MemoryStream();
        await http.Request.Body.CopyToAsync(memory);
        var body = memory.ToArray();
        Check(http.Request, body);
        if (http.Request.Path == "/v1/tasks")
        {
            Asked.Enqueue(http.Request.Query["after"].ToString());
            await http.Response.WriteAsync((await pages.Reader.ReadAsync(http.RequestAborted)).ToJsonString());
            return;
        }

        int call;
        lock (Mistakes)
        {
            call = ++Calls;
        }

        if (Answer(call) is { } status)
        {
            http.Response.StatusCode = status;
            await http.Response.WriteAsync("{\"code\":\"of.the.stub\"}");
            return;
        }

        var text = Encoding.UTF8.GetString(body);
        var number = (string)JsonNode.Parse(text)!["platformNo"]!;
        if (bodies.GetOrAdd(number, text) != text)
        {
            Note($"{number} was sent with other bytes");
        }

        if (Forgets(call))
        {
            http.Abort();
            return;
        }

        await http.Response.WriteAsync(new JsonObject { ["taskNo"] = $"task of {number}" }.ToJsonString());
    }

    private void Check(HttpRequest request, byte[] body)
    {
        string Header(string name) => request.Headers[$"X-ServiceHall-{name}"].ToString();
        var lines = $"{request.Method}\n{request.Path}{request.QueryString}\n{Header("Timestamp")}\n{Header("Nonce")}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var right = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(lines)));
        if (Header("Signature") != right || Header("Key") != "province")
        {
            Note($"{request.Method} {request.Path} is signed wrongly");
        }
    }

    private void Note(string mistake)
    {
        lock (Mistakes)
        {
            Mistakes.Add(mistake);
        }
    }
}
