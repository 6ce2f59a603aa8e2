using System.Net.Http.Headers;
using System.Text;
using ServiceHall.Gateway.Tests.Api.Description;
using ServiceHall.Gateway.Tests.Inbound;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>A way by which a body comes into the gateway, with a body that it takes.</summary>
/// <param name="Client">Who may.</param>
/// <param name="Target">Where.</param>
/// <param name="Body">Strict JSON, an object with members; its texts hold no quotes.</param>
internal sealed record WayIn(string Name, string Client, string Target, string Body)
{
    private const string Anybody = "/v1/records/01a201f8-36ff-7520-b01c-99d7ea29e5d9";

    private static readonly string Record = Samples.Accepted("bad-input").ToJsonString(ReadableJson.Options);

    public static readonly IReadOnlyList<WayIn> All =
    [
        new("records", "mz", "/v1/records", $$"""{"records":[{{Record}}]}"""),
        new("validate", "mz", "/v1/records:validate", $$"""{"records":[{{Record}}]}"""),
        new("one", "mz", "/v1/intake/one", Own.Record),
        new("array", "mz", "/v1/intake/array", Own.Record),
        new("lines", "mz", "/v1/intake/lines", Own.Record),
        new("dryRun", "mz", "/v1/intake/one:dryRun", Own.Record),
        new("batchGet", "mz", "/v1/cases:batchGet", """{"caseNos":["bad-input"]}"""),
        new("preview", "mz", "/v1/crossRegion/routes:preview", """{"matterName":"x","mode":"online","homeDivision":"990002"}"""),
        new("inbound", "province", "/v1/inbound/applications", Down.Application("bad-input").ToJsonString(ReadableJson.Options)),
        new("rejudge", "operator", "/v1/records:rejudge", """{"reason":"a reason","rule":"none"}"""),
        new("discard", "operator", $"{Anybody}:discard", """{"reason":"a reason"}"""),
        new("accept-conflict", "operator", $"{Anybody}:accept-conflict", """{"reason":"a reason"}"""),
        new("resend", "operator", $"{Anybody}:resend", """{"reason":"a reason","platform":"one-window"}"""),
        new("stop", "operator", "/v1/platforms/one-window:stop", """{"reason":"a reason"}"""),
        new("start", "operator", "/v1/platforms/one-window:start", """{"reason":"a reason"}"""),
    ];

    /// <summary>Whether it takes a department's own format, of whatever type, and a byte order mark before it.</summary>
    public bool IsOwnFormat => Target.StartsWith("/v1/intake/", StringComparison.Ordinal);

    public bool IsVerb => Client == "operator";

    public static WayIn Of(string name) => All.Single(way => way.Name == name);

    /// <summary>A body with an array around it, where this way wants one.</summary>
    public string Shaped(string body) => Name == "array" ? $"[{body}]" : body;

    public Task<Answer> SendAsync(TestHall hall, string body, Action<HttpRequestMessage>? change = null) => SendAsync(hall, Encoding.UTF8.GetBytes(body), change);

    public Task<Answer> SendAsync(TestHall hall, byte[] body, Action<HttpRequestMessage>? change = null) =>
        hall.Client(Client).SendAsync(HttpMethod.Post, Target, body, request =>
        {
            request.Content ??= new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            change?.Invoke(request);
        });

    /// <inheritdoc/>
    public override string ToString() => Name;
}
