using System.Diagnostics;

namespace ServiceHall.Gateway.Store;

/// <summary>The trace a record came in.</summary>
internal sealed record TraceRow(Guid RecordId, byte[] Context);

/// <summary>A trace context as its column has it: ids and flags, and nothing that a caller writes freely (no tracestate, no baggage).</summary>
internal static class TraceContext
{
    private const int TraceId = 16;
    private const int SpanId = 8;

    public static byte[] Write(ActivityContext context)
    {
        var bytes = new byte[TraceId + SpanId + 1];
        context.TraceId.CopyTo(bytes.AsSpan(0, TraceId));
        context.SpanId.CopyTo(bytes.AsSpan(TraceId, SpanId));
        bytes[^1] = (byte)context.TraceFlags;
        return bytes;
    }

    public static ActivityContext Read(ReadOnlySpan<byte> bytes) => new(
        ActivityTraceId.CreateFromBytes(bytes[..TraceId]), ActivitySpanId.CreateFromBytes(bytes.Slice(TraceId, SpanId)), (ActivityTraceFlags)bytes[^1]);
}

/// <summary>Reads which traces records came in.</summary>
internal sealed class RecordTraces(Database database)
{
    /// <summary>Those of these records that came in a trace.</summary>
    public IReadOnlyDictionary<Guid, ActivityContext> Of(IEnumerable<Guid> recordIds)
    {
        using var reader = database.Reader();
        using var rows = reader.Query($"SELECT record_id, context FROM record_trace WHERE {reader.Dialect.IsOneOfIds("record_id", "@ids")}", ("@ids", reader.Dialect.Set(recordIds)));
        var traces = new Dictionary<Guid, ActivityContext>();
        while (rows.Read())
        {
            traces[new Guid((byte[])rows[0], bigEndian: true)] = TraceContext.Read((byte[])rows[1]);
        }

        return traces;
    }
}
