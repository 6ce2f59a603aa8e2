using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Gateway.Api;

/// <summary>Writes answers: UTF-8, camelCase, times in hall time, a length instead of chunks.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(buffer, write);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>One line of an answer of lines.</summary>
    public static void WriteLine(IBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        Write(buffer, write);
        buffer.Write("\n"u8);
    }

    private static void Write(IBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        using var to = new Utf8JsonWriter(buffer, Readable);
        write(to);
    }

    public static Task AnswerAsync(HttpContext context, int status, Action<Utf8JsonWriter> write, string contentType = "application/json; charset=utf-8") =>
        AnswerAsync(context, status, Bytes(write), contentType);

    public static Task AnswerAsync(HttpContext context, int status, byte[] body, string contentType = "application/json; charset=utf-8")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }

    /// <summary>A time as RFC 3339 in hall time, with a fraction only where there is one.</summary>
    public static string Time(DateTimeOffset time) => HallTime.InHall(time).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    /// <summary>A list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter to, string name, IEnumerable<string> texts)
    {
        to.WriteStartArray(name);
        foreach (var text in texts)
        {
            to.WriteStringValue(text);
        }

        to.WriteEndArray();
    }

    public static void WriteTime(this Utf8JsonWriter to, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            to.WriteString(name, Time(value));
        }
        else
        {
            to.WriteNull(name);
        }
    }
}
