using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServiceHall.Bench.Delivery;

/// <summary>
/// A platform that takes every row after so many milliseconds, on plain sockets so that it costs the machine little: a child process, its processor
/// time its own. It reads <c>Content-Length</c> and the rows' identities, nothing else. A line of its input changes its mood: <c>well</c>; <c>away</c>
/// (503); <c>unknown TEXT</c> (a call that holds the text is cut after it was taken), <c>hang TEXT</c> (it is never answered), <c>refuse TEXT</c> (a row that holds it), <c>break TEXT</c> (a batch).
/// </summary>
internal static class StubPlatform
{
    private static volatile string[] _mood = ["well"];

    private static readonly byte[] RowGuid = "\"row_guid\":\""u8.ToArray();

    public static async Task ServeAsync(TimeSpan delay)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1024);
        await Console.Out.WriteLineAsync($"http://{listener.LocalEndpoint}");
        var over = Task.Run(Listen);
        while (await Task.WhenAny(over, AcceptAsync(listener, delay)) != over)
        {
            // The next connection.
        }
    }

    private static void Listen()
    {
        while (Console.ReadLine() is { } mood)
        {
            _mood = mood.Split(' ', 2);
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

            var answer = Answer(buffer.AsSpan(0, end), buffer.AsSpan(end + 4, length - end - 4));
            buffer.AsSpan(length, filled - length).CopyTo(buffer);
            filled -= length;
            await Task.Delay(delay);
            if (answer is null)
            {
                // Until the caller hangs up.
                while (await socket.ReceiveAsync(buffer) > 0)
                {
                }

                return;
            }

            if (answer.Length == 0)
            {
                return;
            }

            for (var sent = 0; sent < answer.Length;)
            {
                sent += await socket.SendAsync(answer.AsMemory(sent));
            }
        }
    }

    // Empty: the connection is cut. Null: nothing is answered.
    private static byte[]? Answer(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var mood = _mood;
        var marked = mood.Length > 1 && body.IndexOf(Encoding.UTF8.GetBytes(mood[1])) >= 0;
        return (mood[0], marked) switch
        {
            ("away", _) => "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"u8.ToArray(),

            // It says of a row that it is not there: the next sending is cut again.
            _ when head.StartsWith("GET"u8) => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(),
            ("unknown", true) => [],
            ("hang", true) => null,
            ("break", true) => Told(0, "", $$"""{"row_guid":"{{GuidOf(body)}}","code":"E0900","text":"internal"}"""),
            ("refuse", true) => Rows(body, mood[1]),
            _ => Rows(body, null),
        };
    }

    private static byte[] Rows(ReadOnlySpan<byte> body, string? refused)
    {
        var (taken, errors) = (new StringBuilder(), new StringBuilder());
        for (int at; (at = body.IndexOf(RowGuid)) >= 0;)
        {
            body = body[at..];
            var next = body[1..].IndexOf(RowGuid);
            var row = next < 0 ? body : body[..(next + 1)];
            var isRefused = refused is not null && row.IndexOf(Encoding.UTF8.GetBytes(refused)) >= 0;
            var to = isRefused ? errors : taken;
            to.Append(to.Length == 0 ? "" : ",").Append("{\"row_guid\":\"").Append(GuidOf(row)).Append(isRefused ? "\",\"code\":\"E0206\",\"text\":\"no\"}" : "\",\"receiptNo\":\"HZ0000000000\"}");
            body = body[RowGuid.Length..];
        }

        return Told(errors.Length == 0 ? 1 : 2, taken.ToString(), errors.ToString());
    }

    private static string GuidOf(ReadOnlySpan<byte> row)
    {
        row = row[(row.IndexOf(RowGuid) + RowGuid.Length)..];
        return Encoding.ASCII.GetString(row[..row.IndexOf((byte)'"')]);
    }

    private static byte[] Told(int code, string rows, string errors)
    {
        var text = $$$"""{"status":{"code":200,"text":"ok"},"custom":{"code":{{{code}}},"text":"ok","rows":[{{{rows}}}],"errors":[{{{errors}}}]}}""";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {text.Length}\r\n\r\n{text}");
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) ? length : 0;
    }
}
