using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using ServiceHall.Gateway.Intake;
using ServiceHall.Model.Records;
using Record = ServiceHall.V1.Record;

namespace ServiceHall.Gateway.Rpc;

/// <summary>
/// A record of a call as the canonical JSON of contract section 2, so that whatever came either way is read, checked and kept by the same code. A field is the member of its
/// JSON name; what was not set is not there; <c>extra</c> lies among its neighbours; a message of <c>items</c> alone is a list.
/// </summary>
internal static class CanonicalRecord
{
    private const string Extra = "extra";
    private const string Items = "items";
    private const int FewestKept = 4 * 1024;
    private const int MostKept = 64 * 1024;

    // Whether a name stands there twice is seen by whoever reads it.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly ConcurrentDictionary<MessageDescriptor, Member[]> Members = new();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    [ThreadStatic]
    private static bool _hasExtra;

    private static readonly Dictionary<Record.DataOneofCase, string> KindOf = new()
    {
        [Record.DataOneofCase.CaseSubmitted] = Kinds.CaseSubmitted,
        [Record.DataOneofCase.CaseSupplementRequested] = Kinds.CaseSupplementRequested,
        [Record.DataOneofCase.CaseSupplementReceived] = Kinds.CaseSupplementReceived,
        [Record.DataOneofCase.CaseAccepted] = Kinds.CaseAccepted,
        [Record.DataOneofCase.CaseRefused] = Kinds.CaseRefused,
        [Record.DataOneofCase.CaseStep] = Kinds.CaseStep,
        [Record.DataOneofCase.CasePaused] = Kinds.CasePaused,
        [Record.DataOneofCase.CaseResumed] = Kinds.CaseResumed,
        [Record.DataOneofCase.CaseExtended] = Kinds.CaseExtended,
        [Record.DataOneofCase.CaseClosed] = Kinds.CaseClosed,
        [Record.DataOneofCase.CaseDelivered] = Kinds.CaseDelivered,
        [Record.DataOneofCase.CaseWithdrawn] = Kinds.CaseWithdrawn,
        [Record.DataOneofCase.EvaluationGiven] = Kinds.EvaluationGiven,
        [Record.DataOneofCase.CrossRegionSubmitted] = Kinds.CrossRegionSubmitted,
    };

    /// <summary>The record as strict JSON, parsed; null where it is none: a member comes by its field and in <c>extra</c>, or too deep, or a number is none.</summary>
    public static JsonDocument? TryParse(Record record)
    {
        if (TryWrite(record) is not { Json: { } json } written)
        {
            return null;
        }

        try
        {
            return written.IsStrict ? StrictJson.ParseKnown(json) : StrictJson.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Any request of ours as the body that it would be over REST; null where a number is none.</summary>
    public static byte[]? TryWriteRequest(IMessage request)
    {
        var (buffer, to) = Paper();
        try
        {
            to.WriteStartObject();
            WriteMembers(to, request);
            to.WriteEndObject();
        }
        catch (ArgumentException)
        {
            return null;
        }

        to.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The record as JSON; null where a number is none. No member stands there twice, for certain, where no <c>extra</c> has one: a field is there once.</summary>
    public static (byte[]? Json, bool IsStrict) TryWrite(Record record)
    {
        var (buffer, to) = Paper();
        _hasExtra = false;
        try
        {
            Write(to, record);
        }
        catch (ArgumentException)
        {
            // NaN and the infinities.
            return default;
        }

        to.Flush();
        return (buffer.WrittenSpan.ToArray(), !_hasExtra);
    }

    // Kept by the thread, as writing ends before it does anything else. What a big record made big is not kept.
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter To) Paper()
    {
        if (_buffer is not { Capacity: <= MostKept } buffer || _writer is not { } to)
        {
            _buffer = buffer = new ArrayBufferWriter<byte>(FewestKept);
            _writer = to = new Utf8JsonWriter(buffer, Readable);
        }

        buffer.ResetWrittenCount();
        to.Reset();
        return (buffer, to);
    }

    private static void Write(Utf8JsonWriter to, Record record)
    {
        to.WriteStartObject();
        WriteMembers(to, record);
        if (record.DataCase == Record.DataOneofCase.Other)
        {
            WriteMembers(to, record.Other);
        }
        else if (KindOf.TryGetValue(record.DataCase, out var kind))
        {
            to.WriteString("kind", kind);
        }

        to.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter to, IMessage message)
    {
        foreach (var member in Members.GetOrAdd(message.Descriptor, MembersOf))
        {
            if (member.IsThere(message))
            {
                member.Write(to, message);
            }
        }
    }

    private static Member[] MembersOf(MessageDescriptor message) => [.. message.Fields.InDeclarationOrder().Where(field => field.Name != "other").Select(field => new Member(field))];

    private static void WriteValue(Utf8JsonWriter to, object value)
    {
        switch (value)
        {
            case string text:
                to.WriteStringValue(text);
                break;
            case int whole:
                to.WriteNumberValue(whole);
                break;
            case bool flag:
                to.WriteBooleanValue(flag);
                break;
            case Value any:
                WriteAny(to, any);
                break;
            case IMessage message:
                WriteMessage(to, message);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No field of a record is a {value.GetType().Name}.");
        }
    }

    private static void WriteMessage(Utf8JsonWriter to, IMessage message)
    {
        if (message.Descriptor.Fields.InDeclarationOrder() is [{ Name: Items, IsRepeated: true } items])
        {
            to.WriteStartArray();
            foreach (var item in (System.Collections.IEnumerable)items.Accessor.GetValue(message))
            {
                WriteValue(to, item);
            }

            to.WriteEndArray();
            return;
        }

        to.WriteStartObject();
        WriteMembers(to, message);
        to.WriteEndObject();
    }

    private static void WriteAny(Utf8JsonWriter to, Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                to.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.NumberValue:
                to.WriteNumberValue(value.NumberValue);
                break;
            case Value.KindOneofCase.BoolValue:
                to.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.StructValue:
                to.WriteStartObject();
                WriteAll(to, value.StructValue.Fields);
                to.WriteEndObject();
                break;
            case Value.KindOneofCase.ListValue:
                to.WriteStartArray();
                foreach (var item in value.ListValue.Values)
                {
                    WriteAny(to, item);
                }

                to.WriteEndArray();
                break;
            default:
                to.WriteNullValue();
                break;
        }
    }

    private static void WriteAll(Utf8JsonWriter to, MapField<string, Value> fields)
    {
        foreach (var (name, value) in fields)
        {
            to.WritePropertyName(name);
            WriteAny(to, value);
        }
    }

    /// <summary>A field, as the member that it is in JSON: that of a kind's data is <c>data</c>, whatever the kind.</summary>
    private sealed class Member(FieldDescriptor field)
    {
        private readonly JsonEncodedText _name = JsonEncodedText.Encode(field.ContainingOneof is { IsSynthetic: false } oneof ? oneof.Name : field.JsonName);
        private readonly bool _isExtra = field.Name == Extra;

        public bool IsThere(IMessage message) => field.Accessor.HasValue(message);

        public void Write(Utf8JsonWriter to, IMessage message)
        {
            var value = field.Accessor.GetValue(message);
            if (_isExtra)
            {
                _hasExtra = true;
                WriteAll(to, ((Struct)value).Fields);
                return;
            }

            to.WritePropertyName(_name);
            WriteValue(to, value);
        }
    }
}
