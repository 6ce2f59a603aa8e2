using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServiceHall.Adapters.Platforms.Transfer;

/// <summary>业务申请包: one package to the other places of a request.</summary>
/// <param name="RequestNo">Whose.</param>
/// <param name="From">The county that sends it: its six digits.</param>
/// <param name="Sequence">Which of the sender's packages for this request it is, from 1.</param>
/// <param name="To">The counties that get it.</param>
/// <param name="Kind"><c>application</c>, <c>status</c>, <c>result</c> or <c>receipt</c>.</param>
/// <param name="Content">One JSON object.</param>
public sealed record TransferPackage(string RequestNo, string From, int Sequence, IReadOnlyList<string> To, string Kind, byte[] Content)
{
    /// <inheritdoc/>
    public override string ToString() => $"package {RequestNo} {From} {Sequence}";
}

/// <summary>A package that has come, and its place in the inbox; null where it could not be read.</summary>
public sealed record ArrivedPackage(long Place, TransferPackage? Package);

/// <summary>The transfer platform's calls and answers. Translates, and nothing else.</summary>
public static class TransferProtocol
{
    private const int LongestCode = 20;

    /// <summary>Where packages are sent to.</summary>
    public const string Packages = "/transfer/v1/packages";

    /// <summary>Where it is said how far packages were taken.</summary>
    public const string Received = "/transfer/v1/inbox:received";

    /// <summary>Where the next packages are asked for.</summary>
    /// <param name="wait">How many seconds the platform may wait for one, 0 to 30.</param>
    public static string Inbox(int wait) => string.Create(CultureInfo.InvariantCulture, $"/transfer/v1/inbox?limit=100&wait={wait}");

    /// <summary>Which of the platform's operations a call is.</summary>
    public static string OperationOf(HttpRequestMessage call) => call.RequestUri!.AbsolutePath switch
    {
        Packages => "packages",
        Received => "received",
        _ => "inbox",
    };

    /// <summary>The body of a package.</summary>
    public static byte[] Body(TransferPackage package) => Bytes(to =>
    {
        to.WriteString("requestNo", package.RequestNo);
        to.WriteString("from", package.From);
        to.WriteNumber("sequence", package.Sequence);
        to.WriteStartArray("to");
        foreach (var county in package.To)
        {
            to.WriteStringValue(county);
        }

        to.WriteEndArray();
        to.WriteString("kind", package.Kind);
        to.WritePropertyName("content");
        to.WriteRawValue(package.Content);
        to.WriteStartArray("files");
        to.WriteEndArray();
    });

    /// <summary>The body that says how far packages were taken.</summary>
    public static byte[] Body(long place) => Bytes(to => to.WriteNumber("place", place));

    /// <summary>The code of a receipt, <c>0</c> where the package was taken; null where the answer makes no sense.</summary>
    public static string? ReadReceipt(byte[] body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.GetProperty("receipt").GetProperty("code").GetString() is { Length: > 0 and <= LongestCode } code && code.All(char.IsAsciiLetterOrDigit) ? code : null;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The packages of an inbox, in order; null where the answer makes no sense.</summary>
    public static IReadOnlyList<ArrivedPackage>? ReadInbox(byte[] body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return [.. answer.RootElement.GetProperty("packages").EnumerateArray().Select(package => new ArrivedPackage(package.GetProperty("place").GetInt64(), Read(package)))];
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static TransferPackage? Read(JsonElement package)
    {
        try
        {
            return new TransferPackage(
                package.GetProperty("requestNo").GetString()!, package.GetProperty("from").GetString()!, package.GetProperty("sequence").GetInt32(),
                [.. package.GetProperty("to").EnumerateArray().Select(county => county.GetString()!)], package.GetProperty("kind").GetString()!,
                Encoding.UTF8.GetBytes(package.GetProperty("content").GetRawText()));
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var to = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        to.WriteStartObject();
        write(to);
        to.WriteEndObject();
        to.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
