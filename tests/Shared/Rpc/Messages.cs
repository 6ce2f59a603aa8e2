using System.Collections;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Record = ServiceHall.V1.Record;

namespace ServiceHall.Tests.Rpc;

/// <summary>Samples in JSON as the messages that say the same: a member that has a field goes there, any other into <c>extra</c>.</summary>
internal static class Messages
{
    public static Record RecordOf(JsonObject json)
    {
        var record = new Record();
        var kind = (string)json["kind"]!;
        var field = Record.Descriptor.Oneofs.Single(one => one.Name == "data").Fields.SingleOrDefault(one => one.Name == Snake(kind));
        foreach (var (name, value) in json.Where(member => member.Key is not ("kind" or "data")))
        {
            Set(record, name, value);
        }

        if (field is null)
        {
            record.Other = new V1.OtherKind { Kind = kind, Data = Parse<Value>(json["data"]!) };
        }
        else
        {
            field.Accessor.SetValue(record, MessageOf(field.MessageType, json["data"]!));
        }

        return record;
    }

    /// <summary>What is sent down, with its data in the field of that name.</summary>
    public static V1.SentTask SentTaskOf(JsonObject json, string data) => (V1.SentTask)WithData(V1.SentTask.Descriptor, json, data);

    /// <summary>What is done to a task, likewise.</summary>
    public static V1.TaskOrder TaskOrderOf(JsonObject json, string data) => (V1.TaskOrder)WithData(V1.TaskOrder.Descriptor, json, data);

    public static V1.PreviewRouteRequest RouteRequestOf(JsonNode json) => (V1.PreviewRouteRequest)MessageOf(V1.PreviewRouteRequest.Descriptor, json);

    private static IMessage WithData(MessageDescriptor type, JsonObject json, string data)
    {
        var message = MessageOf(type, new JsonObject(json.Where(member => member.Key != "data").Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))));
        if (json["data"] is { } content)
        {
            var field = type.FindFieldByName(data);
            field.Accessor.SetValue(message, MessageOf(field.MessageType, content));
        }

        return message;
    }

    private static IMessage MessageOf(MessageDescriptor type, JsonNode json)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        if (json is JsonArray array)
        {
            var items = type.FindFieldByName("items");
            var list = (IList)items.Accessor.GetValue(message);
            foreach (var one in array)
            {
                list.Add(items.FieldType == FieldType.Message ? MessageOf(items.MessageType, one!) : (string)one!);
            }

            return message;
        }

        foreach (var (name, value) in json.AsObject())
        {
            Set(message, name, value);
        }

        return message;
    }

    private static void Set(IMessage message, string name, JsonNode? value)
    {
        if (message.Descriptor.Fields.InDeclarationOrder().SingleOrDefault(field => field.JsonName == name) is not { } field || !TryValue(field, value, out var given))
        {
            var extra = message.Descriptor.FindFieldByName("extra");
            var all = (Struct?)extra.Accessor.GetValue(message) ?? new Struct();
            all.Fields[name] = value is null ? Value.ForNull() : Parse<Value>(value);
            extra.Accessor.SetValue(message, all);
            return;
        }

        field.Accessor.SetValue(message, given);
    }

    private static bool TryValue(FieldDescriptor field, JsonNode? json, out object? value)
    {
        value = (field.FieldType, json) switch
        {
            (FieldType.Message, not null) when field.MessageType == Value.Descriptor => Parse<Value>(json),
            (FieldType.Message, JsonObject or JsonArray) => MessageOf(field.MessageType, json),
            (FieldType.String, JsonValue text) when text.TryGetValue<string>(out var given) => given,
            (FieldType.Int32, JsonValue number) when number.TryGetValue<int>(out var given) => given,
            (FieldType.Bool, JsonValue flag) when flag.TryGetValue<bool>(out var given) => given,
            _ => null,
        };
        return value is not null;
    }

    private static T Parse<T>(JsonNode json)
        where T : IMessage, new() => JsonParser.Default.Parse<T>(json.ToJsonString());

    // case.supplementRequested → case_supplement_requested
    private static string Snake(string kind) => string.Concat(kind.Select(one => one == '.' ? "_" : char.IsAsciiLetterUpper(one) ? $"_{char.ToLowerInvariant(one)}" : one.ToString()));
}
