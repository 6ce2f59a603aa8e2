using System.Collections.Concurrent;
using System.Globalization;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace ServiceHall.Adapters.Resilience;

/// <summary>
/// Takes every call to a platform through the pipeline of its operation: limiter, total timeout, retry, circuit breaker, attempt timeout. An answer is read
/// whole within its attempt. What may have reached the platform is repeated only where it is a read.
/// </summary>
public sealed class ResilienceHandler : DelegatingHandler
{
    /// <summary>What is done to a request before each attempt: a signature is good for one.</summary>
    public static readonly HttpRequestOptionsKey<Action<HttpRequestMessage>> BeforeAttempt = new("servicehall.before-attempt");

    // An answer about a thousand rows is a tenth of it.
    private const int LargestAnswer = 16 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Lazy<ResiliencePipeline<HttpResponseMessage>>> _pipelines = new(StringComparer.Ordinal);
    private readonly Func<string, ResiliencePipeline<HttpResponseMessage>> _build;
    private readonly Func<HttpRequestMessage, string> _operationOf;
    private readonly TimeSpan _longestRest;
    private readonly Pace _pace;
    private readonly TimeProvider _time;
    private readonly PipelineWatch _watch;

    /// <param name="options">Checked by <see cref="ResilienceCheck"/>.</param>
    /// <param name="times">What of them follows from the platform.</param>
    /// <param name="callsAtOnce">How many calls the caller makes at once: what a ramp grows to.</param>
    /// <param name="operationOf">The operation of a request; there must be few.</param>
    /// <param name="time">Every wait and every timeout goes by it.</param>
    /// <param name="watch">Is told.</param>
    public ResilienceHandler(HttpResilienceOptions options, PipelineTimes times, int callsAtOnce, Func<HttpRequestMessage, string> operationOf, TimeProvider time, PipelineWatch watch)
    {
        (_operationOf, _time, _watch, _longestRest) = (operationOf, time, watch, options.Retry.MaxDelay);
        _pace = new Pace(options.RateLimiter.TokenBucket, time);
        var atOnce = options.RateLimiter.DefaultRateLimiterOptions;
        var turnstile = new Turnstile(() => atOnce.PermitLimit, atOnce.QueueLimit);
        _build = operation => OperationPipeline.Build(operation, options, times, callsAtOnce, new LimiterStrategy(turnstile, _pace, times.Total, time), time, watch);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSentException">Nothing reached the platform.</exception>
    /// <exception cref="TaskCanceledException">No answer in time (with a <see cref="TimeoutException"/>): the platform may have done it.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        }

        var operation = _operationOf(request);
        var pipeline = _pipelines.GetOrAdd(operation, key => new(() => _build(key))).Value;
        var call = new Call(this, request, operation);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(OperationPipeline.Request, request);
        try
        {
            return await pipeline.ExecuteAsync(static async (context, call) => await call.Handler.AttemptAsync(call, context.CancellationToken).ConfigureAwait(false), context, call).ConfigureAwait(false);
        }
        catch (BrokenCircuitException fault)
        {
            throw new NotSentException(NotSent.BreakerOpen, fault.RetryAfter, fault);
        }
        catch (TimeoutRejectedException fault)
        {
            throw call.MayHaveReached ? new TaskCanceledException("No answer in time.", new TimeoutException(fault.Message, fault)) : new NotSentException(NotSent.OutOfTime, null, fault);
        }
        catch (OperationCanceledException fault) when (!call.MayHaveReached)
        {
            throw new NotSentException(NotSent.Cancelled, null, fault);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(Call call, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        call.Begin();
        try
        {
            var answer = await WholeAsync(await base.SendAsync(call.Request, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            call.MayHaveReached = !Reach.TurnedAway(answer);
            Rest(answer);
            _watch.Attempted(call.Operation, ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture), _time.GetElapsedTime(started));
            return answer;
        }
        catch (Exception fault)
        {
            call.MayHaveReached = !Reach.Never(fault);
            _watch.Attempted(call.Operation, Reach.Word(fault), _time.GetElapsedTime(started));
            throw;
        }
    }

    // A cut in the middle of an answer never looks like a connection that never was.
    private static async Task<HttpResponseMessage> WholeAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.Content.LoadIntoBufferAsync(LargestAnswer, cancellationToken).ConfigureAwait(false);
            return answer;
        }
        catch (HttpRequestException fault)
        {
            answer.Dispose();
            throw new IOException("The answer was cut off, or is too large.", fault);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    // Other calls to a platform that wants to rest wait as this one does. A rest that is too long for a wait here is the store's.
    private void Rest(HttpResponseMessage answer)
    {
        if (Reach.TurnedAway(answer) && Reach.RetryAfter(answer) is { } wanted && wanted <= _longestRest)
        {
            _pace.Rest(wanted);
        }
    }

    /// <summary>One call with its attempts.</summary>
    private sealed class Call(ResilienceHandler handler, HttpRequestMessage request, string operation)
    {
        public ResilienceHandler Handler => handler;

        public HttpRequestMessage Request => request;

        public string Operation => operation;

        /// <summary>Whether the last attempt may have reached the platform. Those before it did not, or it is a read.</summary>
        public bool MayHaveReached { get; set; }

        public void Begin()
        {
            if (request.Options.TryGetValue(BeforeAttempt, out var prepare))
            {
                prepare(request);
            }

            MayHaveReached = true;
        }
    }
}
