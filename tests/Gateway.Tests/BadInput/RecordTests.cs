using ServiceHall.Gateway.Tests.Intake.Streams;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>A record with something wrong in it is rejected by itself, and kept where it has a key; its neighbour and the call are not touched by it.</summary>
public sealed class RecordTests(BadHall bad) : IClassFixture<BadHall>
{
    private static int _number;

    [Theory]
    [InlineData("\"示例甲\"", "\"\\u0000\"", "text.control-character")]
    [InlineData("\"示例甲\"", "\"a\\u0000b\"", "text.control-character")]
    [InlineData("\"示例甲\"", "\"\\ud800\"", "text.encoding")]
    [InlineData("\"示例甲\"", "\"\\udc00\\ud800\"", "text.encoding")]
    [InlineData("\"window\"", "\"doorstep\"", "code.unknown")]
    [InlineData("\"window\"", "\"\\ud800\"", "text.encoding")]
    [InlineData("\"window\"", "{}", "field.type")]
    [InlineData("\"示例甲\"", "[[]]", "field.type")]
    public async Task On_every_way_a_record_comes_in(string right, string wrong, string rule)
    {
        foreach (var way in WayIn.All.Where(way => way.Name is "records" or "validate" or "one" or "array" or "lines" or "dryRun"))
        {
            var caseNo = $"bad-record-{Interlocked.Increment(ref _number)}";
            var before = bad.Seen();
            var kept = bad.Hall.Count("record");

            var answer = await way.SendAsync(bad.Hall, way.Shaped(way.Body.Replace("bad-input", caseNo, StringComparison.Ordinal).Replace(right, wrong, StringComparison.Ordinal)));

            Assert.True(answer.Status == 200 && answer.Verdicts is ["rejected"], $"{way}: {answer}");
            Assert.Contains(answer.Results[0]["errors"]!.AsArray(), error => (string?)error!["rule"] == rule);
            Assert.DoesNotMatch(BadHall.Inside(), answer.ToString());
            if (way.Name is "validate" or "dryRun")
            {
                bad.IsUntouched(before);
            }
            else
            {
                Assert.Equal((kept + 1, "quarantined"), (bad.Hall.Count("record"), (string?)(await bad.Hall.Client().GetAsync($"/v1/records/{answer.Results[0]["recordId"]}")).Json["state"]));
                Assert.Empty(bad.Hall.Log.Errors.Skip(before.Errors));
            }
        }
    }

    [Theory]
    [InlineData("1", "field.type")]
    [InlineData("\"\"", "field.required")]
    [InlineData("null", "field.required")]
    [InlineData("{}", "field.type")]
    [InlineData("\"\\u0000\"", "text.control-character")]
    [InlineData("\"\\ud800\"", "text.encoding")]
    public async Task One_without_a_usable_key_is_not_kept(string key, string rule)
    {
        var before = bad.Seen();
        var record = Samples.Accepted("bad-key").ToJsonString().Replace("\"bad-key/accepted\"", key, StringComparison.Ordinal);

        var pushed = await bad.Hall.Client().PostAsync("/v1/records", $$"""{"records":[{{record}}]}""");
        using var call = await StreamCall.OpenAsync(bad.Hall);
        await call.SendAsync(record);
        await call.EndAsync();
        var streamed = (await call.RestAsync()).Single();

        Assert.All([pushed.Results[0], streamed], result => Assert.Equal(("rejected", rule, null), ((string?)result["verdict"], (string?)result["errors"]![0]!["rule"], (string?)result["recordId"])));
        bad.IsUntouched(before);
    }
}
