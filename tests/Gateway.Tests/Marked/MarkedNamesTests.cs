using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Gateway.Tests.Telemetry;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Marked;

/// <summary>Promise 8: marked names and numbers go through everything, and are found in nothing but sealed bodies.</summary>
[Collection(TracedAlone.Name)]
public sealed class MarkedNamesTests
{
    private readonly List<string> _leaks = [];

    public MarkedNamesTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task Marked_names_and_numbers_are_in_no_log_no_metric_no_span_no_problem_and_no_unsealed_column()
    {
        await using var hall = await MarkedHall.StartAsync();
        hall.Hall.Log.ErrorsAreExpected = true;
        await PushCanonicalAsync(hall);
        await PushOwnFormatsAsync(hall);
        await CallBadlyAsync(hall);
        await hall.UntilSpentAsync();
        await OperateAsync(hall);
        var metrics = await hall.MetricsAsync();
        var columns = Columns(hall.Hall);
        var files = hall.Files().ToList();

        AssertItWentThrough(hall);

        // Stopped, it has exported the last of its spans.
        await hall.Hall.StopAsync();

        Leaks("answers", hall.Answers.SelectMany(InAnswer));
        Leaks("log", hall.Hall.Log.Lines.SelectMany(Marks.In));
        Leaks("log", hall.Hall.Log.Lines.Where(line => line.Contains(TestHall.Secret, StringComparison.Ordinal) || line.Contains(MarkedHall.Token, StringComparison.Ordinal)));
        Leaks("metrics", Marks.In(metrics));
        Leaks("spans", hall.SpanTexts().SelectMany(Marks.In));
        Leaks("exports", hall.Collector.Taken.SelectMany(one => Marks.In(one.Body)));
        Leaks("columns", columns);
        Leaks("files", files.SelectMany(file => Marks.In(file.Bytes).Select(mark => $"{file.Name}: {mark}")));
        Assert.True(_leaks.Count == 0, string.Concat(_leaks));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("gb18030")]
    [InlineData("utf-16le")]
    public void A_mark_is_found_in_whatever_it_is_written_in(string encoding) =>
        Assert.Equal(3, Marks.In(Encoding.GetEncoding(encoding).GetBytes($"示例{Marks.Text}甲 {Marks.IdNumberOf(1)} {Marks.MobileOf(1)}")).Count());

    [Fact]
    public void Random_bytes_hold_no_mark_by_chance() =>
        Assert.All(Marks.Forms, one => Assert.True(one.Form.Length >= 7, $"{one.Mark}: {Convert.ToHexString(one.Form)}"));

    // A test that pushed nothing would find nothing.
    private static void AssertItWentThrough(MarkedHall hall)
    {
        using var reader = hall.Hall.Look();
        Assert.Equal(["0", "1", "2", "3", "4"], Operating.Rows(reader, "SELECT DISTINCT state FROM record ORDER BY state").Select(row => row[0]));
        Assert.All(["unmapped", "attempt", "record_trace"], table => Assert.True(hall.Hall.Count(table) > 0, table));
        Assert.All(["accepted", "parked", "duplicate", "conflict", "superseded", "rejected"], verdict => Assert.Contains(hall.Traced.Spans, span => (string?)span.GetTagItem("servicehall.record.verdict") == verdict));
        Assert.All(["confirmed", "refused", "unknown", "stopped", "away", "batchRefused"], outcome => Assert.Contains(hall.Traced.Spans, span => (string?)span.GetTagItem("servicehall.outcome") == outcome));
        Assert.True(hall.EchoedMarks > 10, "The platform was sent no marks.");
    }

    private void Leaks(string where, IEnumerable<string> found) => _leaks.AddRange(found.Distinct().Take(10).Select(mark => $"{Environment.NewLine}{where}: {mark}"));

    // Whoever pushes is told what it called a member that nobody knows, and shown by a trial what would be kept, masked.
    private static IEnumerable<string> InAnswer((string Asked, Answer Answer) one) => Marks.In(one.Answer.Body)
        .Concat(one.Answer.Message.Headers.SelectMany(header => header.Value).SelectMany(Marks.In))
        .Where(mark => one.Answer.Status != 200 || !(mark.StartsWith(Marks.Member, StringComparison.Ordinal) || one.Asked.EndsWith(":validate", StringComparison.Ordinal) || one.Asked.EndsWith(":dryRun", StringComparison.Ordinal)))
        .Select(mark => $"{one.Asked} {one.Answer.Status}: {mark}");

    private static async Task PushCanonicalAsync(MarkedHall hall)
    {
        var legal = MarkedRecords.Legal("push");
        foreach (var record in legal.Reverse().Concat(legal))
        {
            // First in the wrong order, so that some wait; then all of them again, as repeats.
            await hall.PushAsync([record.DeepClone().AsObject()]);
        }

        foreach (var version in new[] { 1, 3, 2 })
        {
            // Other content, a correction, and one that comes too late.
            await hall.PushAsync(legal.Select(record => Changed(record, version)));
        }

        foreach (var chunk in Wrong("wrong").Chunk(500))
        {
            await hall.PushAsync(chunk);
        }

        await hall.StreamAsync(MarkedRecords.Legal("line").Select(record => record.ToJsonString()));
        await hall.StreamAsync(Wrong("line").Select(record => record.ToJsonString()).Concat([$$"""{"{{Marks.Text}}":"{{Marks.MobileOf(3)}}" """, Marks.Text, $$"""["{{Marks.Text}}"]"""]));
    }

    private static async Task PushOwnFormatsAsync(MarkedHall hall)
    {
        foreach (var record in Around(MarkedDepartments.Flat, "flat", "sjbh", "ywbh"))
        {
            await OwnAsync(hall, "rs", "rs", Encoding.UTF8.GetBytes(record.ToJsonString()));
        }

        var nested = Around(MarkedDepartments.Nested, "nested", "eventId", "case.number").ToArray();
        await OwnAsync(hall, "sj", "sj", Encoding.UTF8.GetBytes(new JsonArray([.. nested]).ToJsonString()));
        foreach (var record in Around(MarkedDepartments.Enveloped, "enveloped", "push_id", "payload.project_no"))
        {
            await OwnAsync(hall, "mz", "hall-sample", Encoding.UTF8.GetBytes(record.ToJsonString()));
        }

        var readable = new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        var lines = string.Join('\n', Around(MarkedDepartments.Line, "gb", "编号", "业务号").Select(record => record.ToJsonString(readable)));
        await OwnAsync(hall, "mz", "zj", Encoding.GetEncoding("gb18030").GetBytes(lines));
        await OwnAsync(hall, "mz", "zj", Encoding.GetEncoding("gb18030").GetBytes(lines[..(lines.Length / 2)]));
        await OwnAsync(hall, "mz", "zj", Encoding.UTF8.GetBytes(lines));
        await OwnAsync(hall, "rs", "sj", Encoding.UTF8.GetBytes(MarkedDepartments.Nested("foreign").ToJsonString()));
    }

    private static async Task CallBadlyAsync(MarkedHall hall)
    {
        var (text, number) = (Uri.EscapeDataString(Marks.Text), Marks.IdNumberOf(7));
        await hall.AskAsync("mz", "/v1/records", Encoding.UTF8.GetBytes($$"""{"records":[{"{{Marks.Text}}":"{{number}}","{{Marks.Text}}":1}]}"""));
        await hall.AskAsync("mz", "/v1/records", Encoding.GetEncoding("gb18030").GetBytes(Marks.Text));
        await hall.AskAsync("mz", "/v1/records", Encoding.UTF8.GetBytes(Marks.Text), "text/plain");
        await hall.AskAsync("operator", "/v1/records", Encoding.UTF8.GetBytes($$"""{"records":[{"{{Marks.Text}}":1}]}"""));
        await hall.AskAsync("mz", $"/v1/intake/{text}", Encoding.UTF8.GetBytes(Marks.Text));
        await hall.AskAsync("mz", $"/v1/{text}/{number}", Encoding.UTF8.GetBytes(Marks.Text));
        await hall.AskAsync(text, "/v1/records", Encoding.UTF8.GetBytes(Marks.Text));
        foreach (var target in new[]
        {
            $"/v1/cases?no={text}", $"/v1/cases?no={number}&issuer={text}", $"/v1/cases?{text}={number}", $"/v1/cases/{text}", $"/v1/cases/{number}", $"/v1/records/{text}", $"/v1/changes?after={text}", $"/v1/changes?limit={text}",
            $"/v1/changes:watch?after={text}", $"/v1/quarantine?after={text}", $"/v1/quarantine?rule={text}&department={text}", $"/v1/lanes?platform={text}", $"/v1/unmapped?limit={text}",
        })
        {
            await hall.AskAsync("operator", target, [], method: HttpMethod.Get);
        }

        await hall.AskAsync("operator", "/v1/cases:batchGet", Encoding.UTF8.GetBytes($$"""{"caseNos":"{{Marks.Text}}"}"""));
        await hall.OrderAsync($"/v1/platforms/{text}:stop");
        await hall.OrderAsync($"/v1/records/{text}:discard");
        await hall.OrderAsync("/v1/records:rejudge", $"\"{Marks.Text}\":\"{number}\",");
        await hall.OrderAsync("/v1/records:rejudge", $"\"after\":\"{Marks.Text}\",");
        await hall.OrderAsync("/v1/records:rejudge", $"\"recordIds\":[\"{Marks.Text}\"],");
    }

    private static async Task OperateAsync(MarkedHall hall)
    {
        await hall.OrderAsync("/v1/records:rejudge", dryRun: true);
        await hall.OrderAsync("/v1/records:rejudge", "\"rule\":\"matter.unknown\",");
        foreach (var list in new[] { "quarantine", "conflicts", "parked" })
        {
            foreach (var stuck in (await hall.AskAsync("operator", $"/v1/{list}?limit=20", [], method: HttpMethod.Get)).Json["records"]!.AsArray())
            {
                var verb = list == "conflicts" ? "accept-conflict" : "discard";
                await hall.OrderAsync($"/v1/records/{stuck!["recordId"]}:{verb}", dryRun: true);
                await hall.OrderAsync($"/v1/records/{stuck["recordId"]}:{verb}");
            }
        }

        await hall.OrderAsync("/v1/platforms/one-window:stop");
        await hall.OrderAsync("/v1/platforms/one-window:start");
        foreach (var target in new[] { "/v1/changes?limit=1000", "/v1/configuration", "/v1/lanes", "/healthz/ready" })
        {
            await hall.AskAsync("operator", target, [], method: HttpMethod.Get);
        }
    }

    private static Task OwnAsync(MarkedHall hall, string client, string adapter, byte[] body) => hall.PushAsync(client, $"/v1/intake/{adapter}", $"/v1/intake/{adapter}:dryRun", body);

    private static IEnumerable<JsonObject> Wrong(string prefix) =>
        MarkedRecords.Legal(prefix).SelectMany(record => MarkedRecords.Wrong(no => MarkedRecords.Of(record, no), $"{prefix}-{record["kind"]}"));

    private static IEnumerable<JsonObject> Around(Func<string, JsonObject> of, string prefix, string key, string caseNo) => MarkedRecords.Wrong(of, prefix, key, caseNo).Prepend(of(prefix));

    private static JsonObject Changed(JsonObject record, int version) => record.DeepClone().AsObject().With("version", version).WithData("note", $"{Marks.Text}更正{version}");

    // Blobs as they are: sealed ones tell nothing.
    private static List<string> Columns(TestHall hall)
    {
        using var reader = hall.Look();
        return
        [
            .. from table in TestStore.Tables(reader)
               from row in Operating.Rows(reader, $"SELECT * FROM {table}")
               from cell in row
               from mark in Marks.In(cell.All(char.IsAsciiHexDigitUpper) && cell.Length % 2 == 0 ? Convert.FromHexString(cell) : Encoding.UTF8.GetBytes(cell))
               select $"{table}: {mark}",
        ];
    }
}
