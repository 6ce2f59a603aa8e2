using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Rpc;

/// <summary>The body of a call, of which something must come every so often, and all of it in a time; otherwise the call ends, and no other.</summary>
internal sealed class IdleLimitedBody(PipeReader body, TimeSpan idleLimit, TimeSpan limit, TimeProvider machine) : PipeReader, IRequestBodyPipeFeature
{
    private long? _waitsSince;

    public PipeReader Reader => this;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = body.ReadAsync(cancellationToken);
        return read.IsCompleted ? read : WithinAsync(read);
    }

    public override bool TryRead(out ReadResult result) => body.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => body.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => body.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Complete(exception);

    private async ValueTask<ReadResult> WithinAsync(ValueTask<ReadResult> read)
    {
        var left = limit - machine.GetElapsedTime(_waitsSince ??= machine.GetTimestamp());
        using var idle = new CancellationTokenSource(left < TimeSpan.Zero ? TimeSpan.Zero : left < idleLimit ? left : idleLimit, machine);
        await using var ending = idle.Token.UnsafeRegister(static body => ((PipeReader)body!).CancelPendingRead(), body);
        var result = await read;
        return result.IsCanceled && idle.IsCancellationRequested ? throw RpcProblem.Of(ProblemCodes.BodySlow) : result;
    }
}
