using System.Diagnostics;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>Lets the province fail by plan while the day goes on. An act is over when its fault struck, and everything it upset is delivered.</summary>
internal sealed class FaultDirector(ProvinceDoor province, DeliveryWatch deliveries, DayOperator operators, DayNews news)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, long> _fired = FaultPlan.Acts.ToDictionary(act => act.Fault, _ => 0L, StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private FaultAct? _act;
    private int _next;

    /// <summary>The fault that may strike now.</summary>
    public FaultAct? Act => _act;

    /// <summary>How often each fault struck, by the province's own counts.</summary>
    public IReadOnlyDictionary<string, long> Fired
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, long>(_fired, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The day has come to this push: the next act begins when its share of the day does.</summary>
    public async Task ReachedAsync(int push, int pushes, CancellationToken cancellationToken)
    {
        if (_next < FaultPlan.Acts.Count && push >= pushes * _next / FaultPlan.Acts.Count)
        {
            await EndAsync(cancellationToken);
            _act = FaultPlan.Acts[_next++];
            await province.SetAsync(_act.Set(TimeProvider.System.GetUtcNow()), cancellationToken);
        }
    }

    /// <summary>Ends the act: waits for its fault, lets the province behave, and sees that all of the day so far arrives.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();

        // A fault that finds nothing to strike is no error here: it is told at the end.
        while (_act is { } act && !await HasStruckAsync(act, cancellationToken) && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Look, cancellationToken);
        }

        await RestAsync(cancellationToken);
        _act = null;
    }

    /// <summary>Lets the province behave until all of the day so far has arrived; a fault that did not strike yet is then set again.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        var hasStruck = true;
        if (_act is { } act)
        {
            hasStruck = await HasStruckAsync(act, cancellationToken);
            await province.ClearAsync(cancellationToken);
            Count(await province.FiredAsync(cancellationToken));
            if (hasStruck)
            {
                news.Say($"省平台故障 {act.Name} {act.Fault}：发生 {Fired[act.Fault]} 次");
                _act = null;
            }
        }

        await operators.SettleAsync(cancellationToken);
        if (!hasStruck)
        {
            await province.SetAsync(_act!.Set(TimeProvider.System.GetUtcNow()), cancellationToken);
        }
    }

    private async Task<bool> HasStruckAsync(FaultAct act, CancellationToken cancellationToken) =>
        (await province.FiredAsync(cancellationToken)).GetValueOrDefault(act.Fault) > 0 && (!act.RefusesRows || deliveries.Read().Refused > 0);

    private void Count(IReadOnlyDictionary<string, long> fired)
    {
        lock (_lock)
        {
            foreach (var (fault, times) in fired)
            {
                _fired[fault] += times;
            }
        }
    }
}
