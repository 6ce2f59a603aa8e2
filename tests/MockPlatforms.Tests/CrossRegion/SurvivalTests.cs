using System.Net;

namespace ServiceHall.MockPlatforms.Tests.CrossRegion;

public sealed class SurvivalTests
{
    [Fact]
    public async Task A_platform_that_was_dropped_goes_on_with_the_same_inboxes_and_receipts()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        var first = await sender.PushAsync(sender.Package(1));
        var before = (await exchange.County("990002").PageAsync()).GetRawText();

        await exchange.RestartAsync();

        Assert.Equal(before, (await exchange.County("990002").PageAsync()).GetRawText());
        Assert.Equal(("0", first.No, "已存在"), await sender.PushAsync(sender.Package(1)));
        Assert.Equal("0", (await sender.PushAsync(sender.Package(2))).Code);
        Assert.Equal(["1 R-1 990001 1", "2 R-1 990001 2"], await exchange.County("990002").InboxAsync());
    }

    [Fact]
    public async Task A_last_line_that_was_cut_off_is_dropped_and_the_journal_goes_on()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        await sender.PushAsync(sender.Package(1));
        await sender.PushAsync(sender.Package(2));

        await exchange.RestartAsync(() => File.WriteAllBytes(exchange.Journal, File.ReadAllBytes(exchange.Journal)[..^20]));

        Assert.Equal(["990001 1 application"], await exchange.TakenAsync());
        Assert.Equal(("0", "ok"), (await sender.PushAsync(sender.Package(2))) is var (code, _, text) ? (code, text) : default);
        await exchange.RestartAsync();
        Assert.Equal(["990001 1 application", "990001 2 application"], await exchange.TakenAsync());
    }

    [Theory]
    [InlineData("{}\n")]
    [InlineData("{\"package\":\n")]
    [InlineData("{\"package\":{\"to\":[]}}\n")]
    public async Task A_broken_line_before_the_last_stops_the_start(string line)
    {
        var folder = Directory.CreateTempSubdirectory("transfer");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "journal.jsonl"), line);

        var mistake = Assert.Throws<SettingsException>(() => SampleProvince.Build(["--county", "990001:a-token", "--transfer", folder.FullName]));

        Assert.Contains("--transfer", mistake.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Away_is_503_to_all_until_it_ends()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        await exchange.SetFaultsAsync("""{"away":true}""");

        using (var refused = await sender.SendAsync(HttpMethod.Get, "inbox"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        await exchange.Client.DeleteAsync("/__province/transfer/faults");
        Assert.Equal("0", (await sender.PushAsync(sender.Package(1))).Code);
    }

    [Fact]
    public async Task Cut_after_taking_leaves_a_sender_who_does_not_know_and_a_repeat_that_tells_it()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        await exchange.SetFaultsAsync("""{"cut":{"times":1,"afterTaking":true},"seed":3}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => sender.PushAsync(sender.Package(1)));

        Assert.Equal(["990001 1 application"], await exchange.TakenAsync());
        Assert.Equal("已存在", (await sender.PushAsync(sender.Package(1))).Text);
    }

    [Theory]
    [InlineData("""{"refuseRows":true}""")]
    [InlineData("""{"cut":{"tables":["up_pro_accept"]}}""")]
    [InlineData("[]")]
    public async Task A_fault_that_is_about_rows_is_refused(string faults)
    {
        await using var exchange = await Exchange.StartAsync();

        using var response = await exchange.Client.PostAsync("/__province/transfer/faults", new StringContent(faults));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
