using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace ServiceHall.Rpc.Tests.Edges;

/// <summary>HTTP/2 by hand (RFC 9113, 7541): what no library would send. Headers are literals without an index, so that none needs a table.</summary>
internal sealed class RawHttp2 : IDisposable
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte ResetStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;
    public const byte Continuation = 9;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;

    private const int HeadLength = 9;
    private const byte Acknowledged = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _tcp = new() { NoDelay = true };
    private NetworkStream _stream = null!;

    public static async Task<RawHttp2> ConnectAsync(Uri server, bool greets = true)
    {
        var raw = new RawHttp2();
        await raw._tcp.ConnectAsync(server.Host, server.Port);
        raw._stream = raw._tcp.GetStream();
        if (greets)
        {
            await raw.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
            await raw.SendAsync(Settings, 0, 0, []);
        }

        return raw;
    }

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

    public Task SendAsync(byte type, byte flags, int stream, byte[] payload) => SendAsync(Frame(type, flags, stream, payload));

    public static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[HeadLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(HeadLength));
        return frame;
    }

    /// <summary>A gRPC call's headers.</summary>
    public static byte[] Block(string path, IEnumerable<KeyValuePair<string, string>> more)
    {
        using var block = new MemoryStream();
        (string, string)[] usual = [(":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "gateway"), ("content-type", "application/grpc"), ("te", "trailers")];
        foreach (var (name, value) in usual.Concat(more.Select(one => (one.Key.ToLowerInvariant(), one.Value))))
        {
            block.WriteByte(0);
            Literal(block, name);
            Literal(block, value);
        }

        return block.ToArray();
    }

    /// <summary>The next frame; null where the server has closed the connection.</summary>
    public async Task<(byte Type, byte Flags, int Stream, byte[] Payload)?> ReadAsync()
    {
        using var bound = new CancellationTokenSource(Patience);
        try
        {
            var head = new byte[HeadLength];
            if (await _stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, bound.Token) < HeadLength)
            {
                return null;
            }

            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head) >>> 8];
            return await _stream.ReadAtLeastAsync(payload, payload.Length, throwOnEndOfStream: false, bound.Token) < payload.Length
                ? null
                : (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Waits until the server has read all that was sent; what came meanwhile.</summary>
    public async Task<IReadOnlyList<byte>> PingAsync()
    {
        await SendAsync(Ping, 0, 0, new byte[8]);
        var types = new List<byte>();
        while (await ReadAsync() is { } frame)
        {
            if (frame is { Type: Ping, Flags: Acknowledged })
            {
                return types;
            }

            types.Add(frame.Type);
        }

        throw new IOException("The server closed the connection.");
    }

    /// <summary>Reads on until the server closes, or ends this stream; the frames that say so.</summary>
    public async Task<IReadOnlyList<byte>> UntilOverAsync(int stream = 0)
    {
        var types = new List<byte>();
        while (await ReadAsync() is { } frame)
        {
            types.Add(frame.Type);
            if (stream > 0 && frame.Stream == stream && (frame.Type == ResetStream || (frame.Flags & EndStream) != 0 && frame.Type is Data or Headers))
            {
                break;
            }
        }

        return types;
    }

    public void Dispose() => _tcp.Dispose();

    private static void Literal(MemoryStream to, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        if (bytes.Length < 127)
        {
            to.WriteByte((byte)bytes.Length);
        }
        else
        {
            // An integer with a prefix of seven bits.
            to.WriteByte(127);
            var rest = bytes.Length - 127;
            for (; rest >= 128; rest >>= 7)
            {
                to.WriteByte((byte)((rest & 127) | 128));
            }

            to.WriteByte((byte)rest);
        }

        to.Write(bytes);
    }
}
