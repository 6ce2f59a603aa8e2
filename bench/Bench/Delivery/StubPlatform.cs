using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceHall.Bench.Delivery;

/// <summary>
/// A platform that takes every row after so many milliseconds, on plain sockets so that it costs the machine little: a child process, its processor
/// time its own. It reads <c>Content-Length</c> and the rows' identities, nothing else.
/// </summary>
internal static class StubPlatform
{
    private static readonly byte[] RowGuid = "\"row_guid\":\""u8.ToArray();

    public static async Task ServeAsync(TimeSpan delay)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1024);
        await Console.Out.WriteLineAsync($"http://{listener.LocalEndpoint}");
        var over = Task.Run(Console.In.ReadToEnd);
        while (await Task.WhenAny(over, AcceptAsync(listener, delay)) != over)
        {
            // The next connection.
        }
    }

    private static async Task AcceptAsync(TcpListener listener, TimeSpan delay)
    {
        var socket = await listener.AcceptSocketAsync();
        _ = Task.Run(() => TalkAsync(socket, delay));
    }

    private static async Task TalkAsync(Socket socket, TimeSpan delay)
    {
        using var closed = socket;
        socket.NoDelay = true;
        var buffer = new byte[64 * 1024];
        var filled = 0;
        while (true)
        {
            var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            var length = end < 0 ? 0 : end + 4 + LengthOf(buffer.AsSpan(0, end));
            if (end < 0 || filled < length)
            {
                if (filled == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
                if (read == 0)
                {
                    return;
                }

                filled += read;
                continue;
            }

            var answer = Answer(buffer.AsSpan(end + 4, length - end - 4));
            buffer.AsSpan(length, filled - length).CopyTo(buffer);
            filled -= length;
            await Task.Delay(delay);
            for (var sent = 0; sent < answer.Length;)
            {
                sent += await socket.SendAsync(answer.AsMemory(sent));
            }
        }
    }

    private static byte[] Answer(ReadOnlySpan<byte> body)
    {
        var rows = new StringBuilder();
        for (int at; (at = body.IndexOf(RowGuid)) >= 0;)
        {
            body = body[(at + RowGuid.Length)..];
            var guid = Encoding.ASCII.GetString(body[..body.IndexOf((byte)'"')]);
            rows.Append(rows.Length == 0 ? "" : ",").Append("{\"row_guid\":\"").Append(guid).Append("\",\"receiptNo\":\"HZ").Append(guid, 0, 12).Append("\"}");
        }

        var text = $$$"""{"status":{"code":200,"text":"ok"},"custom":{"code":1,"text":"ok","rows":[{{{rows}}}],"errors":[]}}""";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {text.Length}\r\n\r\n{text}");
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) ? length : 0;
    }
}
