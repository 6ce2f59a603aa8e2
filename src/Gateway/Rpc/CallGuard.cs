using Grpc.Core;
using Grpc.Core.Interceptors;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Rpc;

/// <summary>Around every method: what goes wrong becomes a status with a stable code. A fault of ours is logged, a caller's is not made to look like one.</summary>
internal sealed class CallGuard(ILogger<CallGuard> log) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, readsOn: false, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, readsOn: true, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, readsOn: false, () => ToldAsync(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, readsOn: true, () => ToldAsync(continuation(requestStream, responseStream, context)));

    private static async Task<bool> ToldAsync(Task told)
    {
        await told;
        return true;
    }

    private async Task<T> GuardAsync<T>(ServerCallContext context, bool readsOn, Func<Task<T>> call)
    {
        context.GetHttpContext().Features.Set(this);
        try
        {
            return await call();
        }
        catch (RpcException fault)
        {
            // The server's own, of a message in a stream, has no code yet.
            throw RpcProblem.Coded(fault);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            // It took nothing for too long: nothing that is said behind would reach it.
            context.GetHttpContext().Abort();
            throw RpcProblem.Of(ProblemCodes.StreamIdle);
        }
        catch (IOException) when (readsOn)
        {
            ApiLog.CallRefused(log, ProblemCodes.BodyMalformed.Code);
            throw RpcProblem.Of(ProblemCodes.BodyMalformed);
        }
        catch (Exception fault)
        {
            ApiLog.CallFailed(log, fault);
            throw RpcProblem.Of(ProblemCodes.Fault);
        }
    }
}
