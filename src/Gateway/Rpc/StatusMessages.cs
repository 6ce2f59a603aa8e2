using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
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
    private static readonly ConditionalWeakTable<ShownCase, Case> Cases = [];
    private static readonly ConditionalWeakTable<Status.Feed.Change, Change> Changes = [];

    public static Case Of(ShownCase shown) => Cases.GetValue(shown, static one => Parse<Case>(one.Body));

    public static Change Of(Status.Feed.Change change) => Changes.GetValue(change, static one => Parse<Change>(one.Json));

    public static ListChangesResponse Of(ChangePage page) => new() { Changes = { page.Changes.Select(Of) }, Next = page.Cursor };

    /// <summary>An answer that is written for one caller only.</summary>
    public static T Of<T>(Action<Utf8JsonWriter> answer)
        where T : IMessage, new() => Parse<T>(Json.Bytes(answer));

    private static T Parse<T>(byte[] json)
        where T : IMessage, new() => Parser.Parse<T>(Encoding.UTF8.GetString(json));
}
