using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Api.Description;

/// <summary>A gateway on which one example is played, and what an example can't know of it beforehand.</summary>
internal sealed partial class Stage : IAsyncDisposable
{
    /// <summary>Stands in the description for whatever id the record got.</summary>
    public const string SomeRecord = "01a201f8-36ff-7520-b01c-99d7ea29e5d9";

    private const string SomeCursor = "AAAAAAAAAAGYl0vY3q1r3g";
    private const string SomeDigest = "9f0c1d2e3b4a5968";
    private const string SomeFolder = "/srv/servicehall";
    private const string SoonAfter = "2026-06-15T18:00:01+08:00";

    private readonly List<IAsyncDisposable> _owned = [];

    public TestHall Hall { get; private set; } = null!;

    public TestProvince? Province { get; private set; }

    /// <summary>The one whose folders a test may change.</summary>
    public OwnFormat? Own { get; private set; }

    /// <summary>The record that the example is about.</summary>
    public string RecordId { get; set; } = SomeRecord;

    /// <summary>Who calls.</summary>
    public string Client { get; set; } = "mz";

    public static async Task<Stage> WithoutPlatformAsync()
    {
        var stage = new Stage { Hall = await TestHall.StartAsync() };
        stage._owned.Add(stage.Hall);
        return stage;
    }

    /// <summary>One with a client <c>ga</c>, whose matter may be asked for from elsewhere.</summary>
    public static async Task<Stage> WithPoliceAsync()
    {
        var stage = new Stage { Hall = await TestHall.StartAsync(settings: TestHall.Police()) };
        stage._owned.Add(stage.Hall);
        return stage;
    }

    public static async Task<Stage> WithProvinceAsync()
    {
        var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var stage = new Stage { Province = province, Hall = await TestHall.StartAsync(province) };
        stage._owned.AddRange([stage.Hall, province]);
        return stage;
    }

    public static async Task<Stage> WithOwnFormatAsync()
    {
        var own = await OwnFormat.StartAsync();
        var stage = new Stage { Own = own, Hall = own.Hall };
        stage._owned.Add(own);
        return stage;
    }

    /// <summary>Pushes the body of another example of <c>pushRecords</c>; answers the id of its first record.</summary>
    public Task<string> PushAsync(string example) => PushTextAsync(Example.Of(ApiDocument.Instance, $"pushRecords/{example}").Body!.Value.Text);

    public async Task<string> PushTextAsync(string body) => (string)(await Hall.Client().PostAsync("/v1/records", body)).Results[0]["recordId"]!;

    /// <summary>Sends the example as it stands there.</summary>
    public async Task<Answer> SendAsync(Example example)
    {
        var target = TargetOf(example);
        var client = Hall.Client(Client);
        if (example.MediaType == "text/event-stream")
        {
            using var events = await client.WatchAsync(target);
            var first = await events.NextAsync();
            var text = $"id: {first!.Id}\nevent: {first.Event}\ndata: {first.Data.ToJsonString(ReadableJson.Options)}\n\n";
            return new Answer((int)events.Message.StatusCode, Encoding.UTF8.GetBytes(text), events.Message);
        }

        var body = Encoding.UTF8.GetBytes(example.Body?.Text ?? "");
        return await client.SendAsync(new HttpMethod(example.Operation.Method), target, body, request =>
        {
            foreach (var (name, value) in example.Parameters("header"))
            {
                request.Headers.Add(name, value);
            }

            if (example.Body?.Type == "application/x-ndjson")
            {
                request.Content!.Headers.ContentType = new("application/x-ndjson");
                request.Headers.Clear();
                client.Sign(request, "POST", target, body, fifthLine: "STREAM");
            }
        });
    }

    /// <summary>An answer with what is another each time replaced by what stands in the description.</summary>
    public JsonNode Told(string mediaType, byte[] body)
    {
        var text = Uuid().Replace(Encoding.UTF8.GetString(body), SomeRecord).Replace(Hall.Folder, SomeFolder, StringComparison.Ordinal);
        text = Digest().Replace(Cursor().Replace(text, SomeCursor), SomeDigest);
        text = Time().Replace(text, time => IsOfToday(time.Value) ? SoonAfter : time.Value);
        return mediaType.EndsWith("json", StringComparison.Ordinal) && mediaType != "application/x-ndjson" ? JsonNode.Parse(text)! : JsonValue.Create(text);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _owned)
        {
            await one.DisposeAsync();
        }
    }

    private string TargetOf(Example example)
    {
        var path = example.Parameters("path").Aggregate(example.Operation.Path, (path, one) => path.Replace($"{{{one.Name}}}", Uri.EscapeDataString(one.Value), StringComparison.Ordinal));
        var query = string.Join('&', example.Parameters("query").Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"));
        return (query.Length == 0 ? path : $"{path}?{query}").Replace(SomeRecord, RecordId, StringComparison.Ordinal);
    }

    // The hall's clock stands still; calls to platforms and configurations have the machine's.
    private static bool IsOfToday(string time) =>
        (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow()).Duration() < TimeSpan.FromHours(1);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uuid();

    [GeneratedRegex("(?<![A-Za-z0-9_-])AAAAAA[A-Za-z0-9_-]{16}(?![A-Za-z0-9_-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cursor();

    [GeneratedRegex("(?<=\": ?\")([0-9a-f]{64}|[0-9a-f]{16}|[0-9a-f]{12})(?=\")", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Digest();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();
}
