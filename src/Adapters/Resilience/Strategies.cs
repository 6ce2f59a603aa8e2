using Polly;

namespace ServiceHall.Adapters.Resilience;

/// <summary>Calls at once and calls in a time, over all operations of a platform. (Polly.Core has no limiter, and the framework's goes by no <see cref="TimeProvider"/>.)</summary>
/// <param name="longestWait">A turn that is further off is given back, and the deliveries wait in the store.</param>
internal sealed class LimiterStrategy(Turnstile turnstile, Pace pace, TimeSpan longestWait, TimeProvider time) : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        if (!await turnstile.TryEnterAsync(context.CancellationToken).ConfigureAwait(false))
        {
            return Outcome.FromException<HttpResponseMessage>(new NotSentException(NotSent.Limited, null));
        }

        try
        {
            if (pace.Take() is var wait && wait > longestWait)
            {
                pace.GiveBack();
                return Outcome.FromException<HttpResponseMessage>(new NotSentException(NotSent.Limited, wait));
            }

            await WaitAsync(wait, context.CancellationToken).ConfigureAwait(false);
            return await callback(context, state).ConfigureAwait(false);
        }
        finally
        {
            turnstile.Leave();
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            pace.GiveBack();
            throw;
        }
    }
}

/// <summary>One call at a time while the breaker behind it is not closed, then slowly more.</summary>
internal sealed class RampStrategy(Turnstile turnstile) : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        await turnstile.TryEnterAsync(context.CancellationToken).ConfigureAwait(false);
        try
        {
            return await callback(context, state).ConfigureAwait(false);
        }
        finally
        {
            turnstile.Leave();
        }
    }
}

/// <summary>A strategy that has no options of Polly's kind.</summary>
internal sealed class Named : ResilienceStrategyOptions;
