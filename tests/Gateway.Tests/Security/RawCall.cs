using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ServiceHall.Gateway.Tests.Security;

/// <summary>A call written byte by byte: an HTTP client would tidy its target and its headers first.</summary>
internal static class RawCall
{
    /// <summary>The answer's status and all of its text.</summary>
    public static async Task<(int Status, string Text)> SendAsync(Uri gateway, string head, byte[]? body = null)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(gateway.Host, gateway.Port);
        await using var stream = connection.GetStream();
        var lines = head.ReplaceLineEndings("\r\n").TrimEnd() + "\r\nHost: hall\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(lines));
        await stream.WriteAsync(body ?? []);
        var text = await ReadAsync(stream);
        return (int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text);
    }

    // The answer, and not the end of the connection: a gateway that was promised a body waits for it a while.
    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[64 * 1024];
        for (var filled = 0; ;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled));
            filled += read;
            var text = Encoding.UTF8.GetString(buffer, 0, filled);
            if (read == 0 || (text.Contains("\r\n\r\n", StringComparison.Ordinal) && text.EndsWith('}')))
            {
                return text;
            }
        }
    }

    /// <summary>The four headers, signed over just these words.</summary>
    public static string Headers(string key, string secret, string method, string target, byte[]? body = null)
    {
        using var request = new HttpRequestMessage();
        using var client = new ServiceHall.Tests.Hall.SignedClient(new Uri("http://nowhere/"), key, secret);
        client.Sign(request, method, target, body ?? []);
        return string.Join('\n', request.Headers.Select(header => $"{header.Key}: {header.Value.Single()}"));
    }
}
