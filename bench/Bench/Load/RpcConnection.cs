using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace ServiceHall.Bench.Load;

/// <summary>
/// One connection on which several callers make their gRPC calls, each one after another, as the callers of one channel do. HTTP/2 is written by hand, as HTTP/1.1
/// is in <see cref="Connection"/>, so that what is measured is the gateway and not a client.
/// </summary>
/// <param name="callers">The calls of each, a block of headers and the messages that follow it. Only the very first block may tell headers that later ones name.</param>
/// <param name="expected">Records of each call that must be accepted; 0: it must be answered by a message.</param>
internal sealed class RpcConnection(Uri url, IReadOnlyList<IReadOnlyList<(byte[] Headers, byte[] Messages)>> callers, int expected) : IConnection
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
    private readonly List<double> _latencies = [];
    private readonly Dictionary<int, Call> _calls = [];
    private readonly ArrayBufferWriter<byte> _out = new(4 * LongestFrame);
    private byte[] _in = new byte[4 * LongestFrame];
    private int _read;
    private int _filled;
    private int _nextStream = 1;
    private long _window = FirstWindow;
    private int _initialWindow = FirstWindow;

    public IReadOnlyList<double> Latencies => _latencies;

    public string? Fault { get; private set; }

    public async Task OpenAsync()
    {
        await _socket.ConnectAsync(url.Host, url.Port);

        // Whatever comes may come: nothing is held back for want of a window here.
        _out.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Put(Settings, 0, 0, [0, InitialWindow, 0x7F, 0xFF, 0xFF, 0xFF]);
        Put(WindowUpdate, 0, 0, [0x7F, 0xFE, 0, 0]);
        for (var isGreeted = false; !isGreeted;)
        {
            await ExchangeAsync();

            // The server's first word says how much it takes.
            isGreeted = TakeFrames() > 0;
        }
    }

    public async Task SendAllAsync()
    {
        foreach (var calls in callers)
        {
            Begin(calls, 0);
        }

        while (_calls.Count > 0)
        {
            foreach (var call in _calls.Values)
            {
                PutMessages(call);
            }

            await ExchangeAsync();
            TakeFrames();
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Begin(IReadOnlyList<(byte[] Headers, byte[] Messages)> calls, int number)
    {
        if (number < calls.Count)
        {
            var call = new Call(calls, number, _nextStream) { Window = _initialWindow };
            _nextStream += 2;
            _calls.Add(call.Stream, call);
            Put(Headers, EndHeaders, call.Stream, calls[number].Headers);
        }
    }

    // As much of a call's messages as the server takes now.
    private void PutMessages(Call call)
    {
        while (call.Unsent > 0 && Math.Min(_window, call.Window) > 0)
        {
            var piece = (int)Math.Min(Math.Min(LongestFrame, call.Unsent), Math.Min(_window, call.Window));
            Put(Data, piece == call.Unsent ? EndStream : (byte)0, call.Stream, call.Messages.AsSpan(call.Messages.Length - call.Unsent, piece));
            (_window, call.Window, call.Unsent) = (_window - piece, call.Window - piece, call.Unsent - piece);
        }
    }

    private void End(Call call)
    {
        _latencies.Add(Stopwatch.GetElapsedTime(call.Began).TotalMilliseconds);
        if (call.Accepted != expected || call.Bytes == 0)
        {
            Fault ??= $"{call.Accepted} of {expected} records were accepted; {call.Bytes} bytes came back";
        }

        _calls.Remove(call.Stream);
        Begin(call.Calls, call.Number + 1);
    }

    // All that is to be said, and then whatever has come.
    private async ValueTask ExchangeAsync()
    {
        for (var sent = 0; sent < _out.WrittenCount;)
        {
            sent += await _socket.SendAsync(_out.WrittenMemory[sent..]);
        }

        _out.ResetWrittenCount();
        var read = await _socket.ReceiveAsync(_in.AsMemory(_filled));
        _filled += read > 0 ? read : throw new IOException("The server closed the connection.");
    }

    // Every frame that is there whole; how many there were.
    private int TakeFrames()
    {
        var taken = 0;
        var wanted = HeadLength;
        while (_filled - _read >= HeadLength)
        {
            var head = _in.AsSpan(_read);
            wanted = HeadLength + (BinaryPrimitives.ReadInt32BigEndian(head) >>> 8);
            if (_filled - _read < wanted)
            {
                break;
            }

            Take(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head[5..]), head[HeadLength..wanted]);
            (_read, wanted) = (_read + wanted, HeadLength);
            taken++;
        }

        var into = wanted > _in.Length ? new byte[wanted] : _in;
        _in.AsSpan(_read, _filled - _read).CopyTo(into);
        (_in, _read, _filled) = (into, 0, _filled - _read);
        return taken;
    }

    private void Take(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case Settings when flags == 0:
                ReadSettings(payload);
                Put(Settings, Acknowledged, 0, []);
                break;
            case Ping when flags == 0:
                Put(Ping, Acknowledged, 0, payload);
                break;
            case WindowUpdate when stream == 0:
                _window += BinaryPrimitives.ReadInt32BigEndian(payload);
                break;
            case WindowUpdate when _calls.TryGetValue(stream, out var sending):
                sending.Window += BinaryPrimitives.ReadInt32BigEndian(payload);
                break;
            case GoAway:
                throw new IOException($"The server ended the connection: {BinaryPrimitives.ReadInt32BigEndian(payload[4..])}.");
            case Data or Headers or Reset when _calls.TryGetValue(stream, out var call):
                if (type == Data)
                {
                    call.Read(payload);
                }

                if (type == Reset || (flags & EndStream) != 0)
                {
                    End(call);
                }

                break;
        }
    }

    private void ReadSettings(ReadOnlySpan<byte> settings)
    {
        for (; settings.Length >= 6; settings = settings[6..])
        {
            if (BinaryPrimitives.ReadInt16BigEndian(settings) == InitialWindow)
            {
                _initialWindow = BinaryPrimitives.ReadInt32BigEndian(settings[2..]);
            }
        }
    }

    private void Put(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var head = _out.GetSpan(HeadLength);
        BinaryPrimitives.WriteInt32BigEndian(head, payload.Length << 8);
        (head[3], head[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(head[5..], stream);
        _out.Advance(HeadLength);
        _out.Write(payload);
    }

    /// <summary>A caller's call under way.</summary>
    private sealed class Call(IReadOnlyList<(byte[] Headers, byte[] Messages)> calls, int number, int stream)
    {
        private byte[] _kept = [];

        public IReadOnlyList<(byte[] Headers, byte[] Messages)> Calls => calls;

        public int Number => number;

        public int Stream => stream;

        public byte[] Messages => calls[number].Messages;

        public int Unsent { get; set; } = calls[number].Messages.Length;

        public long Window { get; set; }

        public long Began { get; } = Stopwatch.GetTimestamp();

        public int Accepted { get; private set; }

        public int Bytes { get; private set; }

        // A verdict that two frames cut apart is looked for again with what came next.
        public void Read(ReadOnlySpan<byte> payload)
        {
            Bytes += payload.Length;
            byte[] seen = [.. _kept, .. payload];
            Accepted += seen.AsSpan().Count(RpcConnection.Accepted);
            _kept = seen[Math.Max(seen.AsSpan().LastIndexOf(RpcConnection.Accepted) + 1, Math.Max(0, seen.Length - RpcConnection.Accepted.Length + 1))..];
        }
    }
}
