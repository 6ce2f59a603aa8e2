using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Commands.Operators;

/// <summary>What an order came to. 0: done. 1: the gateway refused it. 2: there is no operator in the settings, or no gateway.</summary>
internal sealed record Answered(int ExitCode, JsonNode? Body)
{
    public static Answered Nothing { get; } = new(2, null);
}

/// <summary>Calls the running gateway, signed by the first operator of the settings; says on the error output what went wrong.</summary>
internal sealed class OperatorClient(GatewaySettings settings) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>By the settings of this folder, or of the demo that runs in it.</summary>
    public OperatorClient()
        : this(DemoFile.Settings())
    {
    }

    public Task<Answered> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, [], cancellationToken);

    public Task<Answered> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body.ToJsonString()), cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<Answered> SendAsync(HttpMethod method, string path, byte[] body, CancellationToken cancellationToken)
    {
        if (settings.Clients.Find(one => one.Role == "operator") is not { } client)
        {
            await Console.Error.WriteLineAsync("设置中没有 operator 角色的接入方（Clients:n:Role=operator）；也没有正在运行的 demo。 / no operator among the Clients of the settings");
            return Answered.Nothing;
        }

        var url = new Uri(settings.Http.Url.TrimEnd('/') + path);
        using var request = new HttpRequestMessage(method, url);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        foreach (var (name, value) in CallCommand.Sign(client, method.Method, url.PathAndQuery, SignedCalls.Digest(body), TimeProvider.System.GetUtcNow()))
        {
            request.Headers.Add(name, value);
        }

        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            return await ReadAsync(answer, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            await Console.Error.WriteLineAsync($"{url.GetLeftPart(UriPartial.Authority)} 没有答复：{fault.Message}");
            return Answered.Nothing;
        }
    }

    private static async Task<Answered> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        JsonNode? body;
        try
        {
            body = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            await Console.Error.WriteLineAsync($"答复不是本网关的答复（HTTP {(int)answer.StatusCode}）：Http:Url 是否指向了别的程序？ / not an answer of this gateway");
            return Answered.Nothing;
        }

        if (answer.IsSuccessStatusCode)
        {
            return new Answered(0, body);
        }

        await Console.Error.WriteLineAsync($"未执行 / refused: {(string?)body?["detail"]}（{(string?)body?["code"]}）");
        return new Answered(1, body);
    }
}
