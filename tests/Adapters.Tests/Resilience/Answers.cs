using System.Net;
using System.Net.Http.Headers;

namespace ServiceHall.Adapters.Tests.Resilience;

/// <summary>What a platform may do to a call.</summary>
internal static class Answers
{
    public static Task<HttpResponseMessage> Status(int code, TimeSpan? retryAfter = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent("{}") };
        answer.Headers.RetryAfter = retryAfter is { } after ? new RetryConditionHeaderValue(after) : null;
        return Task.FromResult(answer);
    }

    public static Task<HttpResponseMessage> Fault(HttpRequestError error) => Task.FromException<HttpResponseMessage>(new HttpRequestException(error));

    /// <summary>Never answers; ends only when it is given up.</summary>
    public static async Task<HttpResponseMessage> Silence(CancellationToken cancellationToken)
    {
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        throw new InvalidOperationException("Nobody gave up.");
    }
}
