using System.Net;
using Polly;
using Polly.Timeout;

namespace ServiceHall.Adapters.Resilience;

/// <summary>How far an attempt came. What may have reached the platform is repeated only where it is a read.</summary>
internal static class Reach
{
    /// <summary>It failed before its first byte: no connection, no such name, no TLS.</summary>
    public static bool Never(Exception fault) =>
        fault is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    /// <summary>The platform says itself that it did nothing.</summary>
    public static bool TurnedAway(HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    /// <summary>Whether the same may be sent once more.</summary>
    public static bool MayRepeat(HttpRequestMessage request, Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: NotSentException } => false,
        { Exception: { } fault } => Never(fault) || (IsRead(request) && IsFailure(outcome)),
        { Result: { } answer } => TurnedAway(answer) || (IsRead(request) && IsFailure(outcome)),
        _ => false,
    };

    /// <summary>Whether it speaks against the platform's health. One that limits us is well.</summary>
    public static bool IsFailure(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: NotSentException } => false,
        { Exception: { } fault } => fault is HttpRequestException or IOException or TimeoutRejectedException,
        { Result: { } answer } => (int)answer.StatusCode >= 500,
        _ => false,
    };

    /// <summary>The wait that the platform asks for; a date counts by its own clock.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage? answer)
    {
        var wanted = answer?.Headers.RetryAfter?.Delta ?? answer?.Headers.RetryAfter?.Date - answer?.Headers.Date;
        return wanted < TimeSpan.Zero ? TimeSpan.Zero : wanted;
    }

    /// <summary>An outcome in a word, for a metric.</summary>
    public static string Word(Exception fault) => fault switch
    {
        _ when Never(fault) => "connection",
        OperationCanceledException => "timeout",
        _ => "cut",
    };

    private static bool IsRead(HttpRequestMessage request) => request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
}
