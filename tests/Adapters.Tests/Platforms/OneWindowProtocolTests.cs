using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;

namespace ServiceHall.Adapters.Tests.Platforms;

public sealed class OneWindowProtocolTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1795305600);

    // The signature was computed apart from this code, over 1795305600secret-tokennonce-01231795305600.
    [Fact]
    public void A_call_is_signed_by_timestamp_token_nonce_timestamp()
    {
        using var call = new HttpRequestMessage();

        OneWindowProtocol.Sign(call.Headers, "hall-01", "secret-token", At, "nonce-0123");

        Assert.Equal(
            ["x-tif-nonce=nonce-0123", "x-tif-paasid=hall-01", "x-tif-signature=c044f34e8bd6b2cb8ed86875446810248da7a4d7187f3824d24f86e64f611c41", "x-tif-timestamp=1795305600"],
            call.Headers.Select(header => $"{header.Key}={string.Join(',', header.Value)}").Order());
    }

    [Fact]
    public async Task A_batch_that_was_taken_whole_brings_its_receipts()
    {
        var outcome = Assert.IsType<Outcome.Answered>(await ReadAsync(200, """{"status":{"code":200,"text":"ok"},"custom":{"code":1,"text":"ok","rows":[{"row_guid":"a","receiptNo":"R1","provincialCaseNo":"P1"},{"row_guid":"b"}],"errors":[]}}"""));

        Assert.Equal([new RowReceipt("a", "R1", "P1"), new RowReceipt("b", null, null)], outcome.Taken);
        Assert.Empty(outcome.Refused);
    }

    [Fact]
    public async Task A_batch_taken_in_part_names_what_was_refused()
    {
        var outcome = Assert.IsType<Outcome.Answered>(await ReadAsync(200, """{"status":{"code":200},"custom":{"code":2,"rows":[{"row_guid":"a"}],"errors":[{"row_guid":"b","code":"E0203","text":"缺少必填列"}]}}"""));

        Assert.Equal(["a"], outcome.Taken.Select(row => row.RowGuid));
        Assert.Equal([new RowRefusal("b", "E0203", "缺少必填列")], outcome.Refused);
    }

    [Fact]
    public async Task A_batch_refused_as_a_whole_blames_no_row()
    {
        var outcome = Assert.IsType<Outcome.BatchRefused>(await ReadAsync(200, """{"status":{"code":200},"custom":{"code":0,"text":"内部错误","rows":[],"errors":[{"row_guid":"a","code":"E0900"},{"row_guid":"b","code":"E0900"}]}}"""));

        Assert.Equal(("E0900", "内部错误"), (outcome.Code, outcome.Text));
    }

    [Theory]
    [InlineData("E9999", "E9999")]
    [InlineData("示例甲的证件号码有误", "（不成代码，不予显示）")]
    [InlineData("990001197001010014", "（不成代码，不予显示）")]
    [InlineData("", "（不成代码，不予显示）")]
    public async Task What_stands_in_the_place_of_a_code_is_shown_where_it_is_one(string code, string shown)
    {
        var outcome = await ReadAsync(200, $$$"""{"status":{"code":200},"custom":{"code":2,"errors":[{"row_guid":"g","code":"{{{code}}}","text":"示例甲"}]}}""");

        Assert.Equal(new Outcome.Stopped($"平台答复了未列出的错误代码 {shown}", MayHaveTaken: true), outcome);
    }

    [Theory]
    [InlineData("""{"status":{"code":200},"custom":{"code":7}}""")]
    [InlineData("""{"status":{"code":500},"custom":{"code":1}}""")]
    [InlineData("""{"status":{"code":200},"custom":{"code":2,"rows":[],"errors":[{"row_guid":"b","code":"E7777"}]}}""")]
    [InlineData("""{"status":{"code":200},"custom":{"code":0,"errors":[{"row_guid":"b","code":"E7777"}]}}""")]
    public async Task A_code_that_nobody_knows_stops_the_platform(string body) => Assert.IsType<Outcome.Stopped>(await ReadAsync(200, body));

    [Theory]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("""{"status":{"code":200},"custom":{"code":1,"rows":[{"row_gu""")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"status":{"code":200},"custom":null}""")]
    [InlineData("""{"status":{"code":200},"custom":{"code":"1"}}""")]
    [InlineData("""{"status":{"code":200},"custom":{"code":1.5}}""")]
    [InlineData("""{"status":{"code":200},"custom":{"code":1,"rows":["a"]}}""")]
    [InlineData("""{"status":{"code":200},"custom":{"code":1,"rows":[{"receiptNo":"R1"}]}}""")]
    [InlineData("""{"status":{"code":200},"custom":{"code":1,"rows":[{"row_guid":"a"}],"errors":[{"row_guid":"a","code":"E0203"}]}}""")]
    public async Task An_answer_that_makes_no_sense_leaves_it_unknown(string body) => Assert.IsType<Outcome.Unknown>(await ReadAsync(200, body));

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_broken_platform_may_have_taken_it(int status) => Assert.IsType<Outcome.Unknown>(await ReadAsync(status, "<html>"));

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_platform_that_turns_us_away_is_stopped(int status) => Assert.IsType<Outcome.Stopped>(await ReadAsync(status, "{}"));

    [Theory]
    [InlineData(429, "17", null, 17)]
    [InlineData(503, "120", null, 120)]
    [InlineData(503, null, null, null)]
    [InlineData(503, "Sun, 22 Nov 2026 10:02:00 GMT", "Sun, 22 Nov 2026 10:00:30 GMT", 90)]
    [InlineData(503, "Sun, 22 Nov 2026 10:00:00 GMT", "Sun, 22 Nov 2026 10:00:30 GMT", 0)]
    [InlineData(503, "Sun, 22 Nov 2026 10:02:00 GMT", null, null)]
    [InlineData(429, "soon", null, null)]
    public async Task A_busy_platform_says_when_to_come_back(int status, string? retryAfter, string? date, int? seconds)
    {
        var away = Assert.IsType<Outcome.Away>(await ReadAsync(status, "", retryAfter, date));

        Assert.Equal(seconds, (int?)away.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public void A_body_carries_the_rows_with_the_moment_of_their_sending_in_hall_time()
    {
        var row = new PlannedRow("up_pro_process", "g-1", [new("row_guid", "g-1"), new("process_name", "审查<1>"), new("task_version", 3)]);

        var body = OneWindowProtocol.Body("batch-1", "001", At, [new SentRow(row, "I")]);

        Assert.Equal(
            """{"batch":"batch-1","rows":[{"row_guid":"g-1","process_name":"审查<1>","task_version":3,"cd_operation":"I","cd_time":"LOCAL","cd_batch":"batch-1","data_source":"001"}]}"""
                .Replace("LOCAL", At.AddHours(8).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), StringComparison.Ordinal),
            Encoding.UTF8.GetString(body));
    }

    [Fact]
    public void Content_is_every_column_but_those_of_the_sending()
    {
        var row = new PlannedRow("up_pro_process", "g-1", [new("row_guid", "g-1"), new("task_version", 3)]);

        using var content = JsonDocument.Parse(OneWindowProtocol.Content(row, "001"));

        Assert.Equal(["row_guid", "task_version", "data_source"], content.RootElement.EnumerateObject().Select(column => column.Name));
    }

    private static async Task<Outcome> ReadAsync(int status, string body, string? retryAfter = null, string? date = null)
    {
        using var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        if (retryAfter is not null)
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        if (date is not null)
        {
            answer.Headers.TryAddWithoutValidation("Date", date);
        }

        return await OneWindowProtocol.ReadAsync(answer, CancellationToken.None);
    }
}
