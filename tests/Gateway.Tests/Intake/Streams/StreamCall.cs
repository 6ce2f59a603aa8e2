using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake.Streams;

/// <summary>A streamed upload over a socket of its own, whose answer is read while it is sent: an HTTP client would send everything first.</summary>
internal sealed class StreamCall : IDisposable
{
    private readonly TcpClient _connection;
    private readonly BufferedStream _answer;
    private readonly StringBuilder _text = new();
    private int? _status;

    private StreamCall(TcpClient connection) => (_connection, _answer) = (connection, new BufferedStream(connection.GetStream()));

    public static async Task<StreamCall> OpenAsync(TestHall hall, string client = "mz", string fifthLine = "STREAM", string type = "application/x-ndjson", string more = "", bool readsLittle = false)
    {
        var connection = new TcpClient();
        if (readsLittle)
        {
            connection.ReceiveBufferSize = 4096;
        }

        await connection.ConnectAsync(hall.Url.Host, hall.Url.Port);
        var call = new StreamCall(connection);
        using var request = new HttpRequestMessage();
        hall.Client(client).Sign(request, "POST", "/v1/records", [], fifthLine: fifthLine);
        var signed = string.Concat(request.Headers.Select(header => $"{header.Key}: {header.Value.Single()}\r\n"));
        await call.SendRawAsync(Encoding.UTF8.GetBytes($"POST /v1/records HTTP/1.1\r\nHost: hall\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n{signed}{more}\r\n"));
        return call;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends these bytes as one chunk.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) =>
        await SendRawAsync([.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes.Span, .. "\r\n"u8]);

    public async Task EndAsync() => await SendRawAsync("0\r\n\r\n"u8.ToArray());

    /// <summary>Sends nothing any more, in the middle of the body.</summary>
    public void StopSending() => _connection.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Cuts the connection without a farewell.</summary>
    public void Cut()
    {
        _connection.LingerState = new LingerOption(true, 0);
        _connection.Close();
    }

    /// <summary>The next line of the answer; null after the last.</summary>
    public async Task<JsonNode?> LineAsync()
    {
        if (_status is null)
        {
            var (status, length) = await HeadAsync();
            Assert.Equal(200, status);
            if (length == 0)
            {
                return null;
            }
        }

        while (true)
        {
            var text = _text.ToString();
            if (text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end)
            {
                _text.Remove(0, end + 1);
                return JsonNode.Parse(text[..end]);
            }

            var length = int.Parse(await RawLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                Assert.Empty(text);
                return null;
            }

            var chunk = new byte[length + 2];
            await _answer.ReadExactlyAsync(chunk);
            _text.Append(Encoding.UTF8.GetString(chunk, 0, length));
        }
    }

    /// <summary>All lines that are left.</summary>
    public async Task<IReadOnlyList<JsonNode>> RestAsync()
    {
        List<JsonNode> lines = [];
        while (await LineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>The answer to a call that was refused.</summary>
    public async Task<(int Status, string? Code)> RefusedAsync()
    {
        var (status, length) = await HeadAsync();
        var body = new byte[length!.Value];
        await _answer.ReadExactlyAsync(body);
        return (status, (string?)JsonNode.Parse(body)!["code"]);
    }

    public void Dispose() => _connection.Dispose();

    private ValueTask SendRawAsync(byte[] bytes) => _connection.GetStream().WriteAsync(bytes);

    // Without a length it comes in chunks.
    private async Task<(int Status, int? Length)> HeadAsync()
    {
        _status = int.Parse((await RawLineAsync()).Split(' ')[1], CultureInfo.InvariantCulture);
        int? length = null;
        while (await RawLineAsync() is { Length: > 0 } header)
        {
            length = header.StartsWith("Content-Length: ", StringComparison.Ordinal) ? int.Parse(header[16..], CultureInfo.InvariantCulture) : length;
        }

        return (_status.Value, length);
    }

    private async Task<string> RawLineAsync()
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await _answer.ReadExactlyAsync(one);
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }
    }
}
