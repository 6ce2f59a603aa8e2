using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>The person on duty, scripted: starts the platform again where it was stopped, sends again what it refused. By the same calls as a real one.</summary>
internal sealed class DayOperator(GatewaySettings settings, PlatformGates gates, DeliveryWatch deliveries, DayNews news) : IDisposable
{
    public const string Platform = "one-window";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new() { BaseAddress = new Uri(settings.Http.Url) };

    public int Starts { get; private set; }

    public int Resends { get; private set; }

    /// <summary>Sees to it that everything pushed so far is delivered, or that it is known why not.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            await StartAsync(cancellationToken);
            var now = deliveries.Read();
            if (now.Refused > 0)
            {
                await ResendAsync(cancellationToken);
            }
            else if (now.Moving == 0)
            {
                return;
            }

            await Task.Delay(Look, cancellationToken);
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (gates.Find(Platform)?.Stopped is not { } why)
        {
            return;
        }

        news.Say($"值班员重新启动平台（{why}）");
        await CallAsync(HttpMethod.Post, $"/v1/platforms/{Platform}:start", new JsonObject { ["reason"] = "演示：已与平台方确认，恢复报送" }, cancellationToken);
        Starts++;
    }

    // A page at a time: the next look sees the rest.
    private async Task ResendAsync(CancellationToken cancellationToken)
    {
        var lanes = await CallAsync(HttpMethod.Get, "/v1/lanes?limit=100", body: null, cancellationToken);
        var records = lanes?["lanes"]?.AsArray().Select(lane => (string)lane!["blockedBy"]!["recordId"]!).ToList() ?? [];
        foreach (var record in records)
        {
            await CallAsync(HttpMethod.Post, $"/v1/records/{record}:resend", new JsonObject { ["reason"] = "演示：平台方已更正，重新报送", ["platform"] = Platform }, cancellationToken);
            Resends++;
        }

        if (records.Count > 0)
        {
            news.Say($"值班员重新报送被退回的 {records.Count} 件");
        }
    }

    private async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var client = settings.Clients.Find(one => one.Role == "operator")!;
        var bytes = body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString());
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        foreach (var (name, value) in CallCommand.Sign(client, method.Method, path, SignedCalls.Digest(bytes), TimeProvider.System.GetUtcNow()))
        {
            request.Headers.Add(name, value);
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) : null;
    }

    public void Dispose() => _http.Dispose();
}
