namespace Grpc.Core.Interceptors;

/// <summary>The call that is about to be made.</summary>
public struct ClientInterceptorContext<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    where TRequest : class
    where TResponse : class
{
    public Method<TRequest, TResponse> Method { get; } = method;

    /// <summary>The host that it names in place of the channel's, or null.</summary>
    public string? Host { get; } = host;

    public CallOptions Options { get; } = options;
}
