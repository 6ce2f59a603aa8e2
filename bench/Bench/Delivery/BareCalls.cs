using System.Diagnostics;
using System.Net.Http.Headers;

namespace ServiceHall.Bench.Delivery;

/// <summary>The baseline: as many of the same calls at once, by the same client, and nothing else: no lanes, no planning, no store.</summary>
internal static class BareCalls
{
    /// <summary>Rows a second.</summary>
    public static async Task<double> RunAsync(Uri url, byte[] body, int rows, int calls, int atOnce)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var left = calls;
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(SendAsync)));
        return calls * (double)rows / Stopwatch.GetElapsedTime(from).TotalSeconds;

        async Task SendAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, "/exchange/v1/up_pro_process")) { Content = content };
                using var answer = await http.SendAsync(request, CancellationToken.None);
                await answer.Content.ReadAsByteArrayAsync();
            }
        }
    }
}
