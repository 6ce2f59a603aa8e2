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
        for (var i = 0; i < results.Count; i++)
        {
            to.WriteOptions = i < results.Count - 1 ? MoreCome : WriteOptions.Default;
            await Patience.WriteAsync(to, ResultMessages.Of(results[i]), idleLimit, machine, gone);
        }
    }

    /// <inheritdoc/>
    /// <remarks>With the call's status.</remarks>
    public Task EndAsync(ProblemCode problem, CancellationToken gone) => throw RpcProblem.Of(problem);
}
