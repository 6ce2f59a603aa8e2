using Grpc.Core;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Intake.Streams;
using ServiceHall.V1;

namespace ServiceHall.Gateway.Rpc;

/// <summary>The verdicts of a stream of records, a message each.</summary>
internal sealed class MessageAnswer(IServerStreamWriter<Result> to, TimeSpan idleLimit, TimeProvider machine) : IUploadAnswer
{
    private static readonly WriteOptions MoreCome = new(WriteFlags.BufferHint);

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<RecordResult> results, CancellationToken gone)
    {
        using var idle = new CancellationTokenSource(idleLimit, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, idle.Token);
        for (var i = 0; i < results.Count; i++)
        {
            to.WriteOptions = i < results.Count - 1 ? MoreCome : WriteOptions.Default;
            await to.WriteAsync(ResultMessages.Of(results[i]), either.Token);
        }
    }

    /// <inheritdoc/>
    /// <remarks>With the call's status.</remarks>
    public Task EndAsync(ProblemCode problem, CancellationToken gone) => throw RpcProblem.Of(problem);
}
