using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServiceHall.MockPlatforms.Downward;

/// <summary>Calls the hall's gateway as a platform does, signed by its contract's section 1.</summary>
internal sealed class HallClient(ProvinceSettings settings, TimeProvider clock) : IDisposable
{
    /// <summary>Longer than the gateway keeps an answer back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly HttpClient http = new() { BaseAddress = new Uri(settings.SendsTo!), Timeout = Patience };

    /// <summary>The answer's status and body; null where there was none, or none that is JSON.</summary>
    public async Task<(int Status, JsonElement Body)?> CallAsync(HttpMethod method, string target, byte[] body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, target);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        Sign(request.Headers, method.Method, target, body);
        try
        {
            using var answer = await http.SendAsync(request, stop);
            using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop));
            return ((int)answer.StatusCode, document.RootElement.Clone());
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is TaskCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();

    private void Sign(HttpRequestHeaders headers, string method, string target, byte[] body)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var lines = string.Join('\n', method, target, timestamp, nonce, Convert.ToHexStringLower(SHA256.HashData(body)));
        headers.Add("X-ServiceHall-Key", settings.Client);
        headers.Add("X-ServiceHall-Timestamp", timestamp);
        headers.Add("X-ServiceHall-Nonce", nonce);
        headers.Add("X-ServiceHall-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.ClientSecret), Encoding.UTF8.GetBytes(lines))));
    }
}
