using ServiceHall.Bench.Reports;

namespace ServiceHall.Bench.Faces;

/// <summary>What this process holds of the machine's memory, looked at twenty times a second.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(50));
    private readonly List<double> _mebibytes = [];
    private Task _watching = Task.CompletedTask;

    public void Start() => _watching = WatchAsync();

    /// <summary>MiB: the median of the first fifth of the looks, of the last fifth, and the most.</summary>
    public (double Early, double Late, double Most) End()
    {
        _timer.Dispose();
        var fifth = Math.Max(1, _mebibytes.Count / 5);
        return (_mebibytes.Take(fifth).Median(), _mebibytes.TakeLast(fifth).Median(), _mebibytes.Max());
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        do
        {
            _mebibytes.Add(Environment.WorkingSet / 1048576.0);
        }
        while (await _timer.WaitForNextTickAsync());
    }
}
