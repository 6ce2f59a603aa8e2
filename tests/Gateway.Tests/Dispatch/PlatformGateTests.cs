using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class PlatformGateTests
{
    private readonly ManualTime _time = new();
    private readonly PlatformGate _gate;

    public PlatformGateTests() => _gate = new PlatformGate(_time);

    [Fact]
    public async Task It_is_open_until_the_platform_is_away()
    {
        await _gate.PassAsync(CancellationToken.None);

        Saw(new Outcome.Away("", null));

        Assert.False(Passing().IsCompleted);
    }

    [Fact]
    public async Task It_opens_again_after_the_schedules_wait()
    {
        Saw(new Outcome.Away("", null));
        var passing = Passing();

        _time.Advance(TimeSpan.FromSeconds(1));

        await passing.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Calls_that_were_under_way_at_once_count_as_one_outage()
    {
        for (var call = 0; call < 4; call++)
        {
            Saw(new Outcome.Away("", null));
        }

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(Passing().IsCompleted);
    }

    [Fact]
    public void An_outage_that_lasts_climbs_the_schedule()
    {
        Saw(new Outcome.Away("", null));
        _time.Advance(TimeSpan.FromSeconds(1));
        Saw(new Outcome.Away("", null));

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(Passing().IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Passing().IsCompleted);
    }

    [Fact]
    public void A_retry_after_is_not_cut_short_by_another_call_that_came_back_without_one()
    {
        Saw(new Outcome.Away("", TimeSpan.FromMinutes(1)));
        Saw(new Outcome.Away("", null));

        _time.Advance(TimeSpan.FromSeconds(59));

        Assert.False(Passing().IsCompleted);
    }

    [Fact]
    public void A_retry_after_of_years_is_waited_for_like_any_other()
    {
        Saw(new Outcome.Away("", TimeSpan.FromSeconds(int.MaxValue)));

        Assert.False(Passing().IsFaulted);
    }

    [Fact]
    public async Task A_stop_holds_however_much_time_passes_until_the_start()
    {
        _gate.Stop("人工停止");
        var passing = Passing();
        for (var hour = 0; hour < 30; hour++)
        {
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.False(passing.IsCompleted);
        _gate.Start();

        await passing.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(_gate.IsStopped);
    }

    [Fact]
    public async Task A_start_ends_an_outage_and_forgets_how_long_it_was()
    {
        var opened = 0;
        _gate.Opened = () => opened++;
        Saw(new Outcome.Away("", TimeSpan.FromDays(1)));
        var passing = Passing();

        _gate.Start();

        await passing.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, opened);
        Saw(new Outcome.Away("", null));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Passing().IsCompleted);
    }

    private Task Passing() => _gate.PassAsync(CancellationToken.None);

    private void Saw(Outcome outcome) => _gate.Saw(outcome, Lanes.Platform, NullLogger.Instance);
}
