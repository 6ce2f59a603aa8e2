using Grpc.Core;
using Grpc.Core.Interceptors;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Rpc;

/// <summary>Around every method: lets in who signed, and makes of what goes wrong a status with a stable code. A fault of ours is logged, a caller's is not made to look like one.</summary>
internal sealed class CallGuard(RpcCallers callers, ILogger<CallGuard> log) : Interceptor
{
    // They tell nothing of records: a probe's, and a reader's of the description.
    private const string Open = "/grpc.";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => ToldAsync(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => ToldAsync(continuation(requestStream, responseStream, context)));

    private static async Task<bool> ToldAsync(Task told)
    {
        await told;
        return true;
    }

    private async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        var http = context.GetHttpContext();
        http.Features.Set(this);
        if (!context.Method.StartsWith(Open, StringComparison.Ordinal))
        {
            var (caller, problem) = callers.Check(http);
            if (problem is not null)
            {
                ApiLog.CallRefused(log, problem.Code);
                throw RpcProblem.Of(problem);
            }

            http.Features.Set(caller);
        }

        try
        {
            return await call();
        }
        catch (Exception fault) when (fault is not RpcException && !context.CancellationToken.IsCancellationRequested)
        {
            throw Explain(fault);
        }
    }

    // What can't be read of a message or a body comes up here where a method reads it itself.
    private RpcException Explain(Exception fault)
    {
        if (fault is IOException or InvalidDataException)
        {
            ApiLog.CallRefused(log, ProblemCodes.BodyMalformed.Code);
            return RpcProblem.Of(ProblemCodes.BodyMalformed);
        }

        ApiLog.CallFailed(log, fault);
        return RpcProblem.Of(ProblemCodes.Fault);
    }
}
