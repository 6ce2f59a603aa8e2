using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ServiceHall.Bench.Load;

/// <summary>One connection that sends its calls one after another, as a department does.</summary>
/// <param name="interval">From push to push; zero: as soon as the one before was answered.</param>
internal sealed class Connection(Uri url, IReadOnlyList<byte[]> pushes, int expected, TimeSpan interval) : IConnection
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<double> _latencies = new(pushes.Count);
    private byte[] _buffer = new byte[64 * 1024];

    public IReadOnlyList<double> Latencies => _latencies;

    public string? Fault { get; private set; }

    public async Task OpenAsync() => await _socket.ConnectAsync(url.Host, url.Port);

    public async Task SendAllAsync()
    {
        // Not all at the same moment.
        var next = Stopwatch.GetTimestamp() + (long)(Random.Shared.NextDouble() * interval.TotalSeconds * Stopwatch.Frequency);
        foreach (var push in pushes)
        {
            if (interval > TimeSpan.Zero && Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next) is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            next += (long)(interval.TotalSeconds * Stopwatch.Frequency);
            var from = Stopwatch.GetTimestamp();
            for (var sent = 0; sent < push.Length;)
            {
                sent += await _socket.SendAsync(push.AsMemory(sent));
            }

            await ReadAnswerAsync();
            _latencies.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAnswerAsync()
    {
        int filled = 0, end = -1, length = 0;
        while (end < 0 || filled < end + length)
        {
            if (filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled));
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            filled += read;
            if (end < 0 && _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) is var at and >= 0)
            {
                (end, length) = (at + 4, LengthOf(_buffer.AsSpan(0, at)));
            }
        }

        Check(_buffer.AsSpan(0, end), _buffer.AsSpan(end, length));
    }

    private void Check(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8) || (expected > 0 && body.Count("\"verdict\":\"accepted\""u8) != expected))
        {
            Fault ??= Encoding.UTF8.GetString(body[..Math.Min(body.Length, 400)]);
        }
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var value = head[(head.IndexOf(name) + name.Length)..];
        var end = value.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
    }
}
