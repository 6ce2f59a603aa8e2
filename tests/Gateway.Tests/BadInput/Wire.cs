using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>A connection on which a test writes what no HTTP client would.</summary>
internal sealed class Wire : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _connection = new();
    private BufferedStream _answers = null!;

    public static async Task<Wire> OpenAsync(TestHall hall)
    {
        var wire = new Wire();
        await wire._connection.ConnectAsync(hall.Url.Host, hall.Url.Port);
        wire._answers = new BufferedStream(wire._connection.GetStream());
        return wire;
    }

    /// <summary>The lines of a head, signed over just these words, ended by an empty line.</summary>
    public static string Head(TestHall hall, string client, string method, string target, byte[] body, params IEnumerable<string> more)
    {
        using var request = new HttpRequestMessage();
        hall.Client(client).Sign(request, method, target, body);
        return Lines([$"{method} {target} HTTP/1.1", "Host: hall", .. request.Headers.Select(header => $"{header.Key}: {header.Value.Single()}"), .. more]);
    }

    public static string Lines(params IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\r\n")) + "\r\n";

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends these bytes; what nobody takes any more is lost.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        try
        {
            await _connection.GetStream().WriteAsync(bytes);
        }
        catch (IOException fault) when (fault.InnerException is SocketException)
        {
            // Refused already: the answer says how.
        }
    }

    /// <summary>Sends nothing any more.</summary>
    public void StopSending() => _connection.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Cuts the connection without a farewell.</summary>
    public void Cut()
    {
        _connection.LingerState = new LingerOption(true, 0);
        _connection.Close();
    }

    /// <summary>The next answer; null where the connection ends without one.</summary>
    public async Task<WireAnswer?> AnswerAsync()
    {
        using var bound = new CancellationTokenSource(Patience);
        try
        {
            if (await LineAsync(bound.Token) is not { } first)
            {
                return null;
            }

            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await LineAsync(bound.Token) is { Length: > 0 } line)
            {
                headers[line.Split(':')[0]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }

            var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
            await _answers.ReadExactlyAsync(body, bound.Token);
            return new WireAnswer(int.Parse(first.AsSpan(9, 3), CultureInfo.InvariantCulture), headers, Encoding.UTF8.GetString(body));
        }
        catch (IOException fault) when (fault.InnerException is SocketException)
        {
            return null;
        }
    }

    /// <summary>The next chunk of an answer that comes in chunks.</summary>
    public async Task<string> ChunkAsync()
    {
        using var bound = new CancellationTokenSource(Patience);
        var chunk = new byte[int.Parse((await LineAsync(bound.Token))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture)];
        await _answers.ReadExactlyAsync(chunk, bound.Token);
        return Encoding.UTF8.GetString(chunk);
    }

    public void Dispose() => _connection.Dispose();

    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await _answers.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return line.Length == 0 ? null : line.ToString();
    }
}

/// <summary>What came back on a wire.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Status} {string.Join(", ", Headers)} {Body}";
}
