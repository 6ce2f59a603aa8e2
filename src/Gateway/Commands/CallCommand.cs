using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Commands;

internal sealed record CallRequest(string Method, string Path, string? Client, string? Body, bool PrintOnly);

/// <summary>Signs a call with a client of the settings and sends it, or prints it as a curl line.</summary>
internal static class CallCommand
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(CallRequest call, CancellationToken cancellationToken)
    {
        var settings = DemoFile.Settings();
        var client = settings.Clients.Find(one => call.Client is null || one.Key == call.Client);
        if (client is null)
        {
            await Console.Error.WriteLineAsync(call.Client is null ? "设置中没有任何接入方（Clients）；也没有正在运行的 demo。" : $"设置中没有接入方 {call.Client}。");
            return 2;
        }

        if (!call.Path.StartsWith('/'))
        {
            await Console.Error.WriteLineAsync($"路径 {call.Path} 应以 / 开头。");
            return 2;
        }

        var body = await BodyAsync(call.Body, cancellationToken);
        var url = new Uri(settings.Http.Url.TrimEnd('/') + call.Path);
        var headers = Sign(client, call.Method, url.PathAndQuery, SignedCalls.Digest(body), TimeProvider.System.GetUtcNow());
        if (call.PrintOnly)
        {
            Console.WriteLine(Curl(call, url, headers));
            return 0;
        }

        return await SendAsync(call.Method, url, headers, body, cancellationToken);
    }

    /// <summary>The four headers of a signed call.</summary>
    /// <param name="fifthLine">The digest of the body, or <see cref="SignedCalls.Stream"/>.</param>
    public static IReadOnlyList<(string Name, string Value)> Sign(ClientSettings client, string method, string target, string fifthLine, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var secret = Encoding.UTF8.GetBytes(ClientSecret.Of(client));
        return
        [
            (SignedCalls.KeyHeader, client.Key),
            (SignedCalls.TimestampHeader, timestamp),
            (SignedCalls.NonceHeader, nonce),
            (SignedCalls.SignatureHeader, SignedCalls.Signature(secret, method, target, timestamp, nonce, fifthLine)),
        ];
    }

    private static async Task<byte[]> BodyAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return [];
        }

        if (file != "-")
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }

        using var buffer = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private static string Curl(CallRequest call, Uri url, IEnumerable<(string Name, string Value)> headers)
    {
        var line = new StringBuilder("curl -sS -X ").Append(call.Method.ToUpperInvariant());
        foreach (var (name, value) in headers)
        {
            line.Append(CultureInfo.InvariantCulture, $" -H '{name}: {value}'");
        }

        if (call.Body is { } file)
        {
            line.Append(CultureInfo.InvariantCulture, $" -H 'Content-Type: application/json' --data-binary '@{file}'");
        }

        return line.Append(CultureInfo.InvariantCulture, $" '{url.GetLeftPart(UriPartial.Authority)}{url.PathAndQuery}'").ToString();
    }

    private static async Task<int> SendAsync(string method, Uri url, IEnumerable<(string Name, string Value)> headers, byte[] body, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), url);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            Console.WriteLine(Indented(text));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (HttpRequestException fault)
        {
            await Console.Error.WriteLineAsync($"{url.GetLeftPart(UriPartial.Authority)} 没有答复：{fault.Message}");
            return 2;
        }
    }

    private static string Indented(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Readable);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
