using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.Tests.Downward;

/// <summary>The province sends work down, whatever the hall does.</summary>
public sealed class SenderTests
{
    [Fact]
    public async Task Each_application_reaches_a_hall_that_fails_in_turns()
    {
        await using var hall = await StubHall.StartAsync();
        hall.Answer = call => (call % 5) switch { 1 => 503, 2 => 500, _ => null };
        hall.Forgets = call => call % 3 == 0;
        await using var province = await StartAsync(hall);

        Assert.Equal(12, (int)(await SendAsync(province, """{"count":12,"seed":7,"at":"2026-06-15T09:00:00+08:00"}"""))["taken"]!);
        var sent = await SettledAsync(province, 12);

        Assert.All(sent, one => Assert.Equal($"task of {one["platformNo"]}", (string)one["taskNo"]!));
        Assert.Equal(sent.Select(one => (string)one["platformNo"]!).Order(), hall.Taken.Order());
        Assert.Empty(hall.Mistakes);
    }

    [Fact]
    public async Task What_the_hall_refuses_is_not_sent_again_and_says_why()
    {
        await using var hall = await StubHall.StartAsync();
        hall.Answer = call => call == 1 ? 400 : null;
        await using var province = await StartAsync(hall);
        await SendAsync(province, """{"applications":[{"platformNo":"SQ-1"}]}""");
        await SettledAsync(province, 1);
        var known = await SendAsync(province, """{"applications":[{"platformNo":"SQ-1"},{"platformNo":"SQ-2"}]}""");
        var sent = await SettledAsync(province, 2);

        Assert.Equal((1, 1), ((int)known["taken"]!, (int)known["known"]!));
        Assert.Equal([("SQ-1", "of.the.stub", null), ("SQ-2", null, "task of SQ-2")], sent.Select(one => ((string)one["platformNo"]!, (string?)one["code"], (string?)one["taskNo"])));
        Assert.Equal(2, hall.Calls);
    }

    [Fact]
    public async Task It_follows_what_becomes_of_its_own_and_goes_on_where_it_was_after_a_restart()
    {
        var outbox = Path.Combine(Directory.CreateTempSubdirectory("outbox").FullName, "outbox.jsonl");
        await using var hall = await StubHall.StartAsync();
        hall.Answer = call => call > 1 ? 503 : null;
        await using (var province = await StartAsync(hall, "--outbox", outbox))
        {
            await SendAsync(province, """{"applications":[{"platformNo":"SQ-1"}]}""");
            await SettledAsync(province, 1);
            await SendAsync(province, """{"applications":[{"platformNo":"SQ-2"}]}""");
            hall.Tell("cursor-1", ("SQ-1", "taken", "submitted"), ("others", "waiting", null));
            await UntilAsync(province, all => (string?)all[0]!["state"] == "taken");
        }

        // A line that was cut off with its process was never answered.
        await File.AppendAllTextAsync(outbox, "{\"add\":\"SQ-9\",\"bo");
        hall.Answer = _ => null;
        await using var again = await StartAsync(hall, "--outbox", outbox);
        var sent = await SettledAsync(again, 2);
        hall.Tell("cursor-2", ("SQ-2", "returned", null));
        await UntilAsync(again, all => (string?)all[1]!["state"] == "returned");

        Assert.Equal(["SQ-1", "SQ-2"], sent.Select(one => (string)one["platformNo"]!));
        Assert.Equal(("taken", "submitted"), ((string)sent[0]["state"]!, (string)sent[0]["caseState"]!));
        Assert.Equal("cursor-1", hall.Asked.First(cursor => cursor.Length > 0));
        Assert.Empty(hall.Mistakes);
        Directory.Delete(Path.GetDirectoryName(outbox)!, recursive: true);
    }

    [Fact]
    public async Task A_seed_makes_the_same_applications_again()
    {
        await using var hall = await StubHall.StartAsync();
        await using var one = await StartAsync(hall);
        await using var other = await StartAsync(hall);
        foreach (var province in new[] { one, other })
        {
            await SendAsync(province, """{"count":30,"seed":3,"at":"2026-06-15T09:00:00+08:00"}""");
            await SettledAsync(province, 30);
        }

        // The hall notes where a number comes with other bytes.
        Assert.Empty(hall.Mistakes);
        Assert.Equal(30, hall.Taken.Count);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"applications":[7]}""")]
    [InlineData("""{"applications":[{}]}""")]
    [InlineData("""{"count":"many"}""")]
    [InlineData("""{"at":"yesterday"}""")]
    public async Task What_is_nothing_to_send_is_refused(string body)
    {
        await using var hall = await StubHall.StartAsync();
        await using var province = await StartAsync(hall);
        using var answer = await province.Client.PostAsync("/__province/applications", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public void An_outbox_of_something_else_is_told()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "no outbox\n");

        Assert.Throws<SettingsException>(() => SampleProvince.Build(["--sends-to", "http://127.0.0.1:9", "--client", "a", "--client-secret", "b", "--outbox", file]));
        File.Delete(file);
    }

    private static Task<Province> StartAsync(StubHall hall, params string[] more) =>
        Province.StartAsync(["--sends-to", hall.Url, "--client", "province", "--client-secret", StubHall.Secret, .. more]);

    private static async Task<JsonNode> SendAsync(Province province, string body)
    {
        using var answer = await province.Client.PostAsync("/__province/applications", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static async Task<List<JsonNode>> SettledAsync(Province province, int count) =>
        [.. (await UntilAsync(province, all => all.Count == count && all.All(one => (one!["taskNo"] ?? one["code"]) is not null))).Select(one => one!)];

    private static async Task<JsonArray> UntilAsync(Province province, Predicate<JsonArray> holds)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var all = (await province.Client.GetFromJsonAsync<JsonNode>("/__province/applications", bound.Token))!["applications"]!.AsArray();
            if (holds(all))
            {
                return all;
            }

            await Task.Yield();
        }
    }
}
