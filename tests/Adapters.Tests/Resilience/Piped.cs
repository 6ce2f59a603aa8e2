using ServiceHall.Adapters.Resilience;
using ServiceHall.Tests;

namespace ServiceHall.Adapters.Tests.Resilience;

/// <summary>A pipeline over a platform that answers as the test says, and a clock that the test moves.</summary>
internal sealed class Piped : IDisposable
{
    private readonly HttpMessageInvoker _way;
    private readonly Lock _lock = new();
    private readonly List<string> _told = [];
    private readonly SemaphoreSlim _reached = new(0);

    public Piped(Func<int, CancellationToken, Task<HttpResponseMessage>> answer, Action<HttpResilienceOptions>? set = null, int callsAtOnce = 4)
    {
        var options = new HttpResilienceOptions { Retry = { UseJitter = false } };
        set?.Invoke(options);
        var watch = new PipelineWatch { BreakerChanged = (operation, state) => Tell($"{operation} {state}"), Attempted = (_, outcome, _) => Tell(outcome) };
        _way = new HttpMessageInvoker(new ResilienceHandler(options, PipelineTimes.Of(options, TimeSpan.FromSeconds(10)), callsAtOnce, call => call.RequestUri!.Segments[1], Time, watch)
        {
            InnerHandler = new Answering(this, answer),
        });
    }

    public ManualTime Time { get; } = new();

    /// <summary>How many attempts reached the platform.</summary>
    public int Attempts { get; private set; }

    /// <summary>What the pipeline told, in order.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>The breakers' changes alone.</summary>
    public IEnumerable<string> Changes => Told.Where(line => line.Contains(' ', StringComparison.Ordinal));

    public Task<HttpResponseMessage> PostAsync(string operation = "exchange", CancellationToken cancellationToken = default) => SendAsync(HttpMethod.Post, operation, cancellationToken);

    public Task<HttpResponseMessage> GetAsync(string operation = "row", CancellationToken cancellationToken = default) => SendAsync(HttpMethod.Get, operation, cancellationToken);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string operation, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"http://platform/{operation}");
        request.Content = method == HttpMethod.Post ? new StringContent("{}") : null;
        return await _way.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until so many attempts have reached the platform.</summary>
    public async Task ReachedAsync(int attempts)
    {
        while (Attempts < attempts)
        {
            Assert.True(await _reached.WaitAsync(TimeSpan.FromSeconds(30)), $"Only {Attempts} attempts reached the platform.");
        }
    }

    /// <summary>Moves the clock from timer to timer until a call has ended.</summary>
    public async Task<T> EndedAsync<T>(Task<T> call, TimeSpan within)
    {
        var end = Time.GetUtcNow() + within;
        while (!call.IsCompleted && Time.Next is { } next && next <= end)
        {
            var set = Time.Set;
            await Task.Run(() => Time.Advance(next - Time.GetUtcNow()));
            await GoneOnAsync(call, set);
        }

        return await call.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        _way.Dispose();
        _reached.Dispose();
    }

    // Whoever a timer woke either ends or sets the next one; where it was nobody's, that is known by nothing but time.
    private async Task GoneOnAsync(Task call, int set)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        while (!call.IsCompleted && Time.Set == set && !bound.IsCancellationRequested)
        {
            await Task.Yield();
        }
    }

    private void Tell(string what)
    {
        lock (_lock)
        {
            _told.Add(what);
        }
    }

    private sealed class Answering(Piped piped, Func<int, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            int attempt;
            lock (piped._lock)
            {
                attempt = ++piped.Attempts;
            }

            piped._reached.Release();
            return answer(attempt, cancellationToken);
        }
    }
}
