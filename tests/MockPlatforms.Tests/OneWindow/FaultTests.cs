using System.Net;
using System.Text.Json;

namespace ServiceHall.MockPlatforms.Tests.OneWindow;

public sealed class FaultTests
{
    private static readonly string Body = $$"""{"batch":"B","rows":[{{JsonSerializer.Serialize(SampleRows.Of("up_pro_accept"))}}]}""";

    [Theory]
    [InlineData("""{"away":true}""", 503, false)]
    [InlineData("""{"tooMany":{"retryAfterSeconds":7}}""", 429, false)]
    [InlineData("""{"serverError":{"status":502}}""", 502, false)]
    [InlineData("""{"serverError":{"status":504,"afterTaking":true}}""", 504, true)]
    [InlineData("""{"html":{"afterTaking":true}}""", 200, true)]
    [InlineData("""{"businessCode":{"code":9}}""", 200, false)]
    [InlineData("""{"transportCode":{"code":500}}""", 200, false)]
    [InlineData("""{"transportCode":{"afterTaking":true}}""", 200, true)]
    [InlineData("""{"clockOff":{"seconds":-3600}}""", 401, false)]
    [InlineData("""{"closed":{"from":"00:00:00","to":"23:59:59.9999999"}}""", 503, false)]
    [InlineData("""{"slow":{"milliseconds":1}}""", 200, true)]
    [InlineData("""{"away":false,"cut":{"rate":0}}""", 200, true)]
    public async Task A_fault_answers_as_it_is_told_and_takes_or_does_not(string faults, int status, bool taken)
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync(faults);

        using var response = await province.PostAsync("up_pro_accept", Body);
        await ClearAsync(province);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(taken ? 1 : 0, (await province.CountOfAsync("up_pro_accept")).GetProperty("live").GetInt32());
    }

    [Theory]
    [InlineData("""{"cut":{}}""", false)]
    [InlineData("""{"cut":{"afterTaking":true}}""", true)]
    [InlineData("""{"truncated":{}}""", true)]
    public async Task A_cut_connection_is_a_lost_answer_whether_taken_or_not(string faults, bool taken)
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync(faults);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => province.PostAsync("up_pro_accept", Body));
        await ClearAsync(province);

        Assert.Equal(taken ? 1 : 0, (await province.CountOfAsync("up_pro_accept")).GetProperty("live").GetInt32());
    }

    [Fact]
    public async Task Too_many_says_when_to_come_back()
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"tooMany":{"retryAfterSeconds":7}}""");

        using var response = await province.PostAsync("up_pro_accept", Body);

        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Closed_hours_may_go_over_midnight_and_say_when_they_end()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 20, 23, 30, 0, TimeSpan.FromHours(8)));
        await using var province = await Province.StartAsync(clock);
        await province.SetFaultsAsync("""{"closed":{"from":"22:00","to":"06:00"}}""");

        using var atNight = await province.PostAsync("up_pro_accept", Body);
        clock.Advance(TimeSpan.FromHours(6.5));
        using var inTheMorning = await province.PostAsync("up_pro_accept", Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, atNight.StatusCode);
        Assert.Equal(TimeSpan.FromHours(6.5), atNight.Headers.RetryAfter?.Delta);
        // Open again; the caller of this test signs by the machine's clock, which is not the province's.
        Assert.Equal(HttpStatusCode.Unauthorized, inTheMorning.StatusCode);
    }

    [Fact]
    public async Task Faults_are_drawn_alike_from_the_same_seed()
    {
        var first = await DrawAsync(seed: 7);
        var second = await DrawAsync(seed: 7);
        var other = await DrawAsync(seed: 8);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(status => status == HttpStatusCode.TooManyRequests), 5, 35);
    }

    [Fact]
    public async Task How_often_each_fired_is_counted_and_a_fault_may_be_spent()
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"serverError":{"times":2},"tooMany":{"times":1}}""");

        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await province.PostAsync("up_pro_accept", Body);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([500, 500, 429, 200], statuses);
        Assert.Equal(2, await province.FiredAsync("serverError"));
        Assert.Equal(1, await province.FiredAsync("tooMany"));
    }

    [Fact]
    public async Task A_poisoned_row_refuses_every_batch_that_holds_it_and_no_other()
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"refuseBatch":{"holding":["P-2"]}}""");

        var poisoned = await province.PushAsync("up_pro_accept", SampleRows.Accept("a-1", "P-1").As("I"), SampleRows.Accept("a-2", "P-2").As("I"));
        var clean = await province.PushAsync("up_pro_accept", SampleRows.Accept("a-1", "P-1").As("I"));

        Assert.Equal(0, poisoned.Code);
        Assert.Empty(poisoned.Rows);
        Assert.Equal(["a-1 E0900", "a-2 E0900"], poisoned.Errors);
        Assert.Equal(1, clean.Code);
        Assert.Equal(["refused", "refused", "taken"], (await province.JournalAsync()).Select(e => e.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Rows_can_be_refused_with_any_code()
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"refuseRows":{"holding":["a-2"],"code":"E0201"}}""");

        var answer = await province.PushAsync("up_pro_accept", SampleRows.Accept("a-1", "P-1").As("I"), SampleRows.Accept("a-2", "P-2").As("I"));

        Assert.Equal(["a-1"], answer.Taken);
        Assert.Equal(["a-2 E0201"], answer.Errors);
    }

    [Fact]
    public async Task Reads_are_struck_only_where_that_is_asked_for()
    {
        await using var province = await Province.StartAsync();

        await province.SetFaultsAsync("""{"serverError":{}}""");
        using var spared = await province.GetAsync("/exchange/v1/counts");
        await province.SetFaultsAsync("""{"serverError":{"reads":true}}""");
        using var struck = await province.GetAsync("/exchange/v1/counts");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.InternalServerError], [spared.StatusCode, struck.StatusCode]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"nothing":true}""")]
    [InlineData("""{"cut":1}""")]
    [InlineData("""{"cut":{"ratio":1}}""")]
    [InlineData("""{"cut":{"rate":2}}""")]
    [InlineData("""{"refuseRows":{"seed":7}}""")]
    [InlineData("""{"refuseRows":{"share":1.5}}""")]
    [InlineData("""{"cut":{"tables":["up_pro_other"]}}""")]
    [InlineData("""{"cut":{"operations":["i"]}}""")]
    [InlineData("""{"away":{"operations":["U"]}}""")]
    [InlineData("""{"seed":"one"}""")]
    [InlineData("""{"cut":{},"cut":{}}""")]
    public async Task Faults_that_do_not_exist_are_400_and_change_nothing(string faults)
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"tooMany":{}}""");

        using var response = await province.Client.PostAsync("/__province/faults", new StringContent(faults));
        using var push = await province.PostAsync("up_pro_accept", Body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, push.StatusCode);
    }

    private static async Task<HttpStatusCode[]> DrawAsync(int seed)
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync($$"""{"tooMany":{"rate":0.3},"seed":{{seed}}}""");
        var statuses = new HttpStatusCode[60];
        for (var i = 0; i < statuses.Length; i++)
        {
            using var response = await province.PostAsync("up_pro_accept", Body);
            statuses[i] = response.StatusCode;
        }

        return statuses;
    }

    private static async Task ClearAsync(Province province)
    {
        using var response = await province.Client.DeleteAsync("/__province/faults");
        response.EnsureSuccessStatusCode();
    }
}
