using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>The matter's promise is five working days: accepted on Monday the 15th of June 2026, due at the end of the 23rd (the 19th is a holiday).</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private TestHall _hall = null!;

    public async Task InitializeAsync()
    {
        _hall = await TestHall.StartAsync();
        await _hall.Client().PushAsync(Samples.Accepted("clock"));
    }

    public async Task DisposeAsync() => await _hall.DisposeAsync();

    [Theory]
    [InlineData("2026-06-15T18:00:00+08:00", "green", 0, 5)]
    [InlineData("2026-06-18T10:00:00+08:00", "green", 3, 2)]
    [InlineData("2026-06-22T23:59:59+08:00", "green", 4, 1)]
    [InlineData("2026-06-23T00:00:00+08:00", "yellow", 5, 0)]
    [InlineData("2026-06-23T23:59:59+08:00", "yellow", 5, 0)]
    [InlineData("2026-06-24T00:00:00+08:00", "red", 6, -1)]
    public async Task The_light_goes_by_the_halls_clock_and_the_holidays(string now, string light, int used, int left)
    {
        _hall.Clock.HoldAt(At(now));

        var status = await StatusAsync("clock");

        Assert.Equal((light, used, left, true), (Light(status), (int)status["clock"]!["usedDays"]!, (int)status["clock"]!["leftDays"]!, (bool)status["clock"]!["running"]!));
        Assert.Equal("2026-06-23T23:59:59+08:00", (string?)status["promisedDueAt"]);
        Assert.Equal("2026-06-15T09:00:00+08:00", (string?)status["acceptedAt"]);
        Assert.NotEmpty((string)status["clock"]!["why"]!);
    }

    [Fact]
    public async Task A_step_with_a_limit_shows_its_own_clock_in_the_timeline_and_one_without_shows_none()
    {
        var limited = Samples.Step("clock");
        limited["data"]!["limit"] = new JsonObject { ["value"] = 1, ["unit"] = "workingDay" };
        limited["data"]!.AsObject().Remove("endedAt");
        await _hall.Client().PushAsync(limited, Samples.Step("clock", "free"));
        _hall.Clock.HoldAt(At("2026-06-17T09:00:00+08:00"));

        var timeline = (await StatusAsync("clock"))["timeline"]!.AsArray();

        Assert.Equal(("2026-06-16T23:59:59+08:00", "red", -1), ((string?)timeline[1]!["dueAt"], Light(timeline[1]!), (int)timeline[1]!["clock"]!["leftDays"]!));
        Assert.Null(timeline[2]!["clock"]);
    }

    [Fact]
    public async Task A_pause_stops_it_and_gives_its_working_days_back_when_it_ends()
    {
        await _hall.Client().PushAsync(Samples.Paused("clock"));
        _hall.Clock.HoldAt(At("2026-06-18T10:00:00+08:00"));

        var paused = await StatusAsync("clock");
        await _hall.Client().PushAsync(Samples.Resumed("clock", at: "2026-06-18T09:00:00+08:00"));
        var resumed = await StatusAsync("clock");

        Assert.Equal(("paused", "green", false, 0), ((string?)paused["state"], Light(paused), (bool)paused["clock"]!["running"]!, (int)paused["clock"]!["pausedDays"]!));
        Assert.Equal(("accepted", true, 3), ((string?)resumed["state"], (bool)resumed["clock"]!["running"]!, (int)resumed["clock"]!["pausedDays"]!));
        Assert.Equal("2026-06-26T23:59:59+08:00", (string?)resumed["promisedDueAt"]);
    }

    [Fact]
    public async Task Before_the_acceptance_there_is_no_clock_and_it_says_why()
    {
        var submitted = Samples.Record("not-accepted", "submitted", "case.submitted", "2026-06-15T09:00:00+08:00", (JsonObject)Samples.Accepted("x")["data"]!.DeepClone());
        await _hall.Client().PushAsync(submitted);

        var status = await StatusAsync("not-accepted");

        Assert.Equal(("submitted", "none", false), ((string?)status["state"], Light(status), (bool)status["clock"]!["running"]!));
        Assert.Null(status["promisedDueAt"]);
        Assert.NotEmpty((string)status["clock"]!["why"]!);
    }

    [Fact]
    public async Task In_a_year_without_a_holiday_notice_nothing_is_guessed()
    {
        _hall.Clock.HoldAt(At("2026-12-31T18:00:00+08:00"));
        await _hall.Client().PushAsync(Samples.Accepted("next-year", "2026-12-31T09:00:00+08:00"));

        var status = await StatusAsync("next-year");

        Assert.Equal("none", Light(status));
        Assert.Null(status["promisedDueAt"]);
        Assert.Null(status["clock"]!["leftDays"]);
    }

    [Fact]
    public async Task Closed_it_stands_at_the_result()
    {
        await _hall.Client().PushAsync(Samples.Closed("clock"));
        _hall.Clock.HoldAt(At("2026-07-20T10:00:00+08:00"));

        var status = await StatusAsync("clock");

        Assert.Equal(("closed", "completed", "green", false), ((string?)status["state"], (string?)status["result"], Light(status), (bool)status["clock"]!["running"]!));
        Assert.Equal(["case.accepted", "case.closed"], status["timeline"]!.AsArray().Select(one => (string?)one!["kind"]));
        Assert.All(status["timeline"]!.AsArray(), one => Assert.Equal("示*", (string?)one!["by"]));
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    private static string? Light(JsonNode status) => (string?)status["clock"]!["light"];

    private async Task<JsonNode> StatusAsync(string no) => (await _hall.Client().GetAsync($"/v1/cases?no={no}")).Json;
}
