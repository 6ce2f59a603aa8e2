using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.V1;
using Change = ServiceHall.V1.Change;

namespace ServiceHall.Gateway.Rpc;

/// <summary>
/// What is answered over REST, as messages: fields are the members by their JSON names, so each is made of the very answer. What was made of a case or a
/// change is given to whoever asks next, for as long as that answer itself is kept.
/// </summary>
internal static class StatusMessages
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);
    private static readonly ConditionalWeakTable<Status.Feed.Change, Change> Changes = [];

    public static Case Of(ShownCase shown) => shown.As(static one => Parse<Case>(one.Body));

    public static Change Of(Status.Feed.Change change) => Changes.GetValue(change, static one => Parse<Change>(one.Json));

    public static ListChangesResponse Of(ChangePage page) => new() { Changes = { page.Changes.Select(Of) }, Next = page.Cursor };

    /// <summary>A record; what it holds is any JSON.</summary>
    public static RecordStatus OfRecord(Action<Utf8JsonWriter> answer)
    {
        var (message, record) = ApartFrom<RecordStatus>("record", answer);
        message.Record = record;
        return message;
    }

    /// <summary>A task; what was sent is any JSON.</summary>
    public static V1.HallTask OfTask(Action<Utf8JsonWriter> answer)
    {
        var (message, data) = ApartFrom<V1.HallTask>("data", answer);
        message.Data = data;
        return message;
    }

    /// <summary>A request between regions; what was said when it began is any JSON.</summary>
    public static RegionRequest OfRequest(Action<Utf8JsonWriter> answer)
    {
        var (message, data) = ApartFrom<RegionRequest>("data", answer);
        message.Data = data;
        return message;
    }

    /// <summary>An answer that is written for one caller only.</summary>
    public static T Of<T>(Action<Utf8JsonWriter> answer)
        where T : IMessage, new() => Parse<T>(Json.Bytes(answer));

    private static (T Message, Struct Any) ApartFrom<T>(string member, Action<Utf8JsonWriter> answer)
        where T : IMessage, new()
    {
        var all = JsonNode.Parse(Json.Bytes(answer))!.AsObject();
        var any = all[member];
        all.Remove(member);
        return (Parse<T>(Encoding.UTF8.GetBytes(all.ToJsonString())), ValueOf(any).StructValue);
    }

    private static T Parse<T>(byte[] json)
        where T : IMessage, new()
    {
        try
        {
            return Parser.Parse<T>(Encoding.UTF8.GetString(json));
        }
        catch (IOException fault)
        {
            // Not the caller's, as what can't be read mostly is: the answer has a member that the message has not.
            throw new InvalidOperationException("An answer can't be told as a message.", fault);
        }
    }

    private static Value ValueOf(JsonNode? json) => json switch
    {
        JsonObject members => Value.ForStruct(new Struct { Fields = { members.ToDictionary(member => member.Key, member => ValueOf(member.Value), StringComparer.Ordinal) } }),
        JsonArray items => Value.ForList([.. items.Select(ValueOf)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Value.ForString(value.GetValue<string>()),
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => Value.ForBool(value.GetValue<bool>()),

        // What no such number can hold is told as it was written.
        JsonValue value => value.TryGetValue<double>(out var number) && double.IsFinite(number) ? Value.ForNumber(number) : Value.ForString(value.ToJsonString()),
        _ => Value.ForNull(),
    };
}
