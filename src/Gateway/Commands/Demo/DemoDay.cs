using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>The county's day against a running gateway: who pushes, how the province fails, who mends it, and what is seen of it.</summary>
internal sealed class DemoDay : IDisposable
{
    private readonly HallClock _clock;
    private readonly PlatformGates _gates;
    private readonly BreakerWatch _breakers = new();
    private readonly DeliveryWatch _deliveries;
    private readonly ProvinceDoor _door;
    private readonly FaultDirector _faults;
    private readonly DayPlayer _player;
    private readonly DayNews _news;

    public DemoDay(IServiceProvider gateway, SampleCounty county, string province)
    {
        (_clock, _gates) = (gateway.GetRequiredService<HallClock>(), gateway.GetRequiredService<PlatformGates>());
        var settings = gateway.GetRequiredService<GatewaySettings>();
        _news = new DayNews(() => _clock.Now, LiveDay.IsPossible ? null : Console.WriteLine);
        _deliveries = new DeliveryWatch(gateway.GetRequiredService<Database>());
        _door = new ProvinceDoor(province);
        Operator = new DayOperator(settings, _gates, _deliveries, _news);
        _faults = new FaultDirector(_door, _deliveries, Operator, _news);
        Tally = new DayTally(county);
        _player = new DayPlayer(county, settings, _clock, Tally, _faults);
    }

    public DayTally Tally { get; }

    public DayOperator Operator { get; }

    /// <summary>How often each fault of the province struck.</summary>
    public IReadOnlyDictionary<string, long> Faults => _faults.Fired;

    public Task PlayAsync(CancellationToken cancellationToken) => LiveDay.ShowAsync(Look, () => _player.PlayAsync(cancellationToken));

    public void Dispose()
    {
        _player.Dispose();
        Operator.Dispose();
        _door.Dispose();
        _breakers.Dispose();
    }

    private DayView Look()
    {
        var fired = _faults.Fired;
        return new DayView(
            _clock.Now, Tally.Calls, _player.Pushes, Tally.Departments, _deliveries.Read(), Platform(),
            [.. FaultPlan.Acts.Select(act => (act.Name, fired[act.Fault], act == _faults.Act))], _news.Latest);
    }

    private string Platform() => _gates.Find(DayOperator.Platform) switch
    {
        { IsStopped: true } => "已停止",
        _ when _breakers.IsOpen => "断路",
        { AwayUntil: not null } => "暂停服务",
        _ => "正常",
    };
}
