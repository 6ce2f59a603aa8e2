using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ServiceHall.Gateway.Store;

/// <summary>What is sealed of a record: its canonical JSON, byte for byte as it was read, and where it was mapped the department's own bytes behind it.</summary>
internal static class BodyFile
{
    public static byte[] Write(JsonElement canonical, ReadOnlyMemory<byte>? source)
    {
        var json = JsonMarshal.GetRawUtf8Value(canonical);
        var body = new byte[4 + json.Length + (source?.Length ?? 0)];
        BinaryPrimitives.WriteInt32LittleEndian(body, json.Length);
        json.CopyTo(body.AsSpan(4));
        source?.Span.CopyTo(body.AsSpan(4 + json.Length));
        return body;
    }

    /// <summary>The department's own bytes; empty where there are none.</summary>
    public static ReadOnlyMemory<byte> Source(byte[] body) => body.AsMemory(4 + BinaryPrimitives.ReadInt32LittleEndian(body));

    public static JsonDocument Canonical(byte[] body) => JsonDocument.Parse(body.AsMemory(4, BinaryPrimitives.ReadInt32LittleEndian(body)));
}
