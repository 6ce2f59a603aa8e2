using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace ServiceHall.Bench.Load;

/// <summary>One streamed upload, which reads its verdicts while it sends.</summary>
/// <param name="head">The call's head.</param>
/// <param name="lines">All its lines.</param>
/// <param name="expected">How many of them must be accepted.</param>
internal sealed class UploadConnection(Uri url, byte[] head, byte[] lines, int expected) : IConnection
{
    private static readonly byte[] Accepted = "\"verdict\":\"accepted\""u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly List<double> _latencies = [];

    public IReadOnlyList<double> Latencies => _latencies;

    public string? Fault { get; private set; }

    public async Task OpenAsync() => await _socket.ConnectAsync(url.Host, url.Port);

    public async Task SendAllAsync()
    {
        var from = Stopwatch.GetTimestamp();
        var reading = ReadAsync();
        await SendAsync(head);
        await SendAsync(lines);
        await reading;
        _latencies.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    // To the end of the answer; a verdict that two reads cut apart is looked for again with what came next.
    private async Task ReadAsync()
    {
        var (accepted, kept, tail) = (0, 0, "");
        while (await _socket.ReceiveAsync(_buffer.AsMemory(kept)) is > 0 and var read)
        {
            var filled = kept + read;
            accepted += _buffer.AsSpan(0, filled).Count(Accepted);
            tail = Encoding.UTF8.GetString(_buffer.AsSpan(Math.Max(0, filled - 300)..filled));
            var rest = Math.Max(_buffer.AsSpan(0, filled).LastIndexOf(Accepted) + 1, filled - Accepted.Length + 1);
            _buffer.AsSpan(rest..filled).CopyTo(_buffer);
            kept = filled - rest;
        }

        if (accepted != expected)
        {
            Fault = $"{accepted} of {expected} lines were accepted; the answer ends with {tail}";
        }
    }
}
