using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace ServiceHall.Bench.Load;

/// <summary>
/// One connection that makes its gRPC calls one after another. HTTP/2 is written by hand, as HTTP/1.1 is in <see cref="Connection"/>, so that what is measured
/// is the gateway and not a client.
/// </summary>
/// <param name="calls">Each a block of headers and the messages that follow it.</param>
/// <param name="expected">Records of each call that must be accepted; 0: it must be answered by a message.</param>
internal sealed class RpcConnection(Uri url, IReadOnlyList<(byte[] Headers, byte[] Messages)> calls, int expected) : IConnection
{
    private const int HeadLength = 9;
    private const int LongestFrame = 16_384;
    private const int FirstWindow = 65_535;
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8;
    private const byte EndStream = 1, EndHeaders = 4, Acknowledged = 1;
    private const int InitialWindow = 4;

    // The verdict of a Result: field 2, eight characters.
    private static readonly byte[] Accepted = [0x12, 0x08, .. "accepted"u8];

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<double> _latencies = new(calls.Count);
    private readonly SemaphoreSlim _windowGrew = new(0);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly byte[] _head = new byte[HeadLength];
    private byte[] _payload = new byte[LongestFrame];
    private long _window = FirstWindow;
    private long _streamWindow;
    private int _stream;
    private int _initialWindow = FirstWindow;

    public IReadOnlyList<double> Latencies => _latencies;

    public string? Fault { get; private set; }

    public async Task OpenAsync()
    {
        await _socket.ConnectAsync(url.Host, url.Port);

        // Whatever comes may come: nothing is held back for want of a window here.
        byte[] windows = [0, InitialWindow, 0x7F, 0xFF, 0xFF, 0xFF];
        await SendAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, windows), .. Frame(WindowUpdate, 0, 0, [0x7F, 0xFE, 0, 0])]);
        while (await ReadAsync() is not (Settings, 0, _, _))
        {
            // The server's first word says how much it takes.
        }
    }

    public async Task SendAllAsync()
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var from = Stopwatch.GetTimestamp();
            var stream = i * 2 + 1;
            (_stream, _streamWindow) = (stream, _initialWindow);
            var reading = ReadAnswerAsync(stream);
            await SendCallAsync(stream, calls[i]);
            var (accepted, bytes) = await reading;
            _latencies.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            if (accepted != expected || bytes == 0)
            {
                Fault ??= $"{accepted} of {expected} records were accepted; {bytes} bytes came back";
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _windowGrew.Dispose();
        _sending.Dispose();
    }

    private async Task SendCallAsync(int stream, (byte[] Headers, byte[] Messages) call)
    {
        var head = Frame(Headers, EndHeaders, stream, call.Headers);
        for (var sent = 0; sent < call.Messages.Length;)
        {
            var piece = (int)Math.Min(Math.Min(LongestFrame, call.Messages.Length - sent), Math.Min(Interlocked.Read(ref _window), Interlocked.Read(ref _streamWindow)));
            if (piece <= 0)
            {
                await _windowGrew.WaitAsync();
                continue;
            }

            Interlocked.Add(ref _window, -piece);
            Interlocked.Add(ref _streamWindow, -piece);
            var isLast = sent + piece == call.Messages.Length;
            await SendAsync((byte[])[.. head, .. Frame(Data, isLast ? EndStream : (byte)0, stream, call.Messages.AsSpan(sent, piece))]);
            (head, sent) = ([], sent + piece);
        }
    }

    // A verdict that two frames cut apart is looked for again with what came next.
    private async Task<(int Accepted, int Bytes)> ReadAnswerAsync(int stream)
    {
        var (accepted, bytes) = (0, 0);
        byte[] kept = [];
        while (true)
        {
            var (type, flags, of, length) = await ReadAsync();
            if (of != stream || type is not (Data or Headers or Reset))
            {
                continue;
            }

            if (type == Data)
            {
                bytes += length;
                byte[] seen = [.. kept, .. _payload.AsSpan(0, length)];
                accepted += seen.AsSpan().Count(Accepted);
                kept = seen[Math.Max(seen.AsSpan().LastIndexOf(Accepted) + 1, Math.Max(0, seen.Length - Accepted.Length + 1))..];
            }

            if (type == Reset || (flags & EndStream) != 0)
            {
                return (accepted, bytes);
            }
        }
    }

    private async Task<(byte Type, byte Flags, int Stream, int Length)> ReadAsync()
    {
        await FillAsync(_head);
        var (type, flags, stream, length) = (_head[3], _head[4], BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(5)), BinaryPrimitives.ReadInt32BigEndian(_head) >>> 8);
        if (_payload.Length < length)
        {
            _payload = new byte[length];
        }

        await FillAsync(_payload.AsMemory(0, length));
        switch (type)
        {
            case Settings when flags == 0:
                Read(_payload.AsSpan(0, length));
                await SendAsync(Frame(Settings, Acknowledged, 0, []));
                break;
            case Ping when flags == 0:
                await SendAsync(Frame(Ping, Acknowledged, 0, _payload.AsSpan(0, length)));
                break;
            case WindowUpdate:
                Grow(stream, BinaryPrimitives.ReadInt32BigEndian(_payload));
                break;
            case GoAway:
                throw new IOException($"The server ended the connection: {BinaryPrimitives.ReadInt32BigEndian(_payload.AsSpan(4))}.");
        }

        return (type, flags, stream, length);
    }

    private void Read(ReadOnlySpan<byte> settings)
    {
        for (; settings.Length >= 6; settings = settings[6..])
        {
            if (BinaryPrimitives.ReadInt16BigEndian(settings) == InitialWindow)
            {
                _initialWindow = BinaryPrimitives.ReadInt32BigEndian(settings[2..]);
            }
        }
    }

    private void Grow(int stream, int by)
    {
        if (stream == 0)
        {
            Interlocked.Add(ref _window, by);
        }
        else if (stream == _stream)
        {
            Interlocked.Add(ref _streamWindow, by);
        }

        _windowGrew.Release();
    }

    private async Task FillAsync(Memory<byte> buffer)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var read = await _socket.ReceiveAsync(buffer[filled..]);
            filled += read > 0 ? read : throw new IOException("The server closed the connection.");
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        // What the reader acknowledges must not come between the pieces of a message.
        await _sending.WaitAsync();
        try
        {
            for (var sent = 0; sent < bytes.Length;)
            {
                sent += await _socket.SendAsync(bytes[sent..]);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    private static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeadLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(HeadLength));
        return frame;
    }
}
