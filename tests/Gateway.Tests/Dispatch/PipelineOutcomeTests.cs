using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>What the pipeline keeps back is a delivery that waits and says why; nothing of it is unknown.</summary>
public sealed class PipelineOutcomeTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<DispatchMetrics>().BuildServiceProvider();
    private readonly ErrorLog _log = new();
    private readonly OneWindowSettings _settings = new() { BaseUrl = "http://province", PaasId = "hall", Token = "token" };

    [Fact]
    public async Task An_open_breaker_is_away_with_a_reason_and_a_moment()
    {
        using var province = new Province(_ => new HttpResponseMessage(HttpStatusCode.InternalServerError));
        using var way = Way(province);
        var courier = new Courier(_settings, way, TimeProvider.System);
        foreach (var _ in Enumerable.Range(0, _settings.Resilience.CircuitBreaker.MinimumThroughput))
        {
            Assert.IsType<Outcome.Unknown>(await courier.PostAsync("up_pro_accept", [1], CancellationToken.None));
        }

        var away = Assert.IsType<Outcome.Away>(await courier.PostAsync("up_pro_accept", [1], CancellationToken.None));

        Assert.Contains("断路器打开", away.Why, StringComparison.Ordinal);
        Assert.InRange(away.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        Assert.Single(_log.Lines, line => line.Contains("circuit breaker of exchange at one-window is open", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_limiter_is_away_with_a_reason()
    {
        _settings.Resilience.RateLimiter.TokenBucket = new() { TokenLimit = 1, ReplenishmentPeriod = TimeSpan.FromHours(1) };
        using var province = new Province(_ => new HttpResponseMessage(HttpStatusCode.InternalServerError));
        using var way = Way(province);
        var courier = new Courier(_settings, way, TimeProvider.System);
        await courier.PostAsync("up_pro_accept", [1], CancellationToken.None);

        var away = Assert.IsType<Outcome.Away>(await courier.PostAsync("up_pro_accept", [1], CancellationToken.None));

        Assert.Contains("限流", away.Why, StringComparison.Ordinal);
        Assert.True(away.RetryAfter > TimeSpan.FromMinutes(59));
    }

    [Fact]
    public async Task Each_attempt_is_signed_anew()
    {
        var nonces = new ConcurrentQueue<string>();
        _settings.Resilience.Retry.Delay = TimeSpan.FromMilliseconds(1);
        using var province = new Province(call =>
        {
            nonces.Enqueue(Assert.Single(call.Headers.GetValues("x-tif-nonce")));
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        });
        using var way = Way(province);

        await new Courier(_settings, way, TimeProvider.System).PostAsync("up_pro_accept", [1], CancellationToken.None);

        Assert.Equal((3, 3), (nonces.Count, nonces.Distinct().Count()));
    }

    [Fact]
    public async Task Attempts_and_outcomes_are_measured_by_platform_operation_and_outcome_and_nothing_else()
    {
        var measured = new ConcurrentQueue<string>();
        using var listener = new MeterListener { InstrumentPublished = Listen };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue($"{instrument.Name} {instrument.Unit} {Text(tags)}"));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue($"{instrument.Name} {value} {Text(tags)}"));
        listener.Start();
        _settings.Resilience.Retry.MaxRetryAttempts = 0;
        using var province = new Province(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        using var way = Way(province);

        await new Courier(_settings, way, TimeProvider.System, metrics: _services.GetRequiredService<DispatchMetrics>()).PostAsync("up_pro_accept", [1], CancellationToken.None);

        Assert.Equal(
            ["servicehall.dispatch.attempt.duration s platform=one-window operation=exchange outcome=503", "servicehall.dispatch.call.outcomes 1 platform=one-window operation=exchange outcome=away"], measured);
    }

    public void Dispose()
    {
        _services.Dispose();
        _log.Dispose();
    }

    private HttpMessageInvoker Way(Province province) => PlatformPipeline.Open(
        _settings, province, TimeProvider.System, PlatformPipeline.Watch(Platform.OneWindow, _services.GetRequiredService<DispatchMetrics>(), _log.CreateLogger("dispatch")));

    // Other tests have meters of the same name.
    private void Listen(Instrument instrument, MeterListener listening)
    {
        if (instrument.Meter.Name == DispatchMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, _services.GetRequiredService<IMeterFactory>()))
        {
            listening.EnableMeasurementEvents(instrument);
        }
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));

    /// <summary>A province that answers as the test says.</summary>
    private sealed class Province(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
