using Microsoft.AspNetCore.Connections;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Intake.Streams;

/// <summary>Why an upload is not read to its end: the caller is gone, sends nothing, sends what can't be unpacked, or the hall is busy or stopping.</summary>
internal sealed class UploadEnds : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _early;
    private readonly TimeSpan _idleLimit;
    private readonly CancellationToken _stopping;
    private ProblemCode? _problem;
    private volatile bool _isLeft;

    /// <summary>For one upload.</summary>
    /// <param name="idleLimit">How long nothing may come.</param>
    /// <param name="machine">By which that is measured.</param>
    /// <param name="stopping">The gateway stops.</param>
    /// <param name="gone">The connection is cut.</param>
    public UploadEnds(TimeSpan idleLimit, TimeProvider machine, CancellationToken stopping, CancellationToken gone)
    {
        (Gone, _stopping, _idleLimit) = (gone, stopping, idleLimit);
        _idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, machine);
        _early = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping, _idle.Token, _ended.Token);
    }

    public CancellationToken Gone { get; }

    /// <summary>Reading ends now.</summary>
    public CancellationToken Early => _early.Token;

    /// <summary>What the last line is to say, if anything.</summary>
    public ProblemCode? Problem => Volatile.Read(ref _problem);

    /// <summary>After a verdict that could not be had no later one is told: lines with a verdict are the first ones, without a gap.</summary>
    public bool MayAnswer => !_isLeft && Problem is null or { Status: not 500 };

    /// <summary>Whether the caller's turn to send has begun, or is over.</summary>
    public void Awaiting(bool isAwaiting) => _idle.CancelAfter(isAwaiting ? _idleLimit : Timeout.InfiniteTimeSpan);

    /// <summary>Ends it; the first problem is the one that is told.</summary>
    public void End(ProblemCode problem)
    {
        Interlocked.CompareExchange(ref _problem, problem, null);
        _ended.Cancel();
    }

    /// <summary>Nobody takes the answers.</summary>
    public void Leave()
    {
        _isLeft = true;
        _ended.Cancel();
    }

    public void ThrowIfGone()
    {
        if (_isLeft || Gone.IsCancellationRequested)
        {
            throw new OperationCanceledException("The caller is gone.");
        }
    }

    /// <summary>Ends it by what reading came to; false where that is a fault of ours.</summary>
    public bool TryExplain(Exception fault)
    {
        switch (fault)
        {
            case OperationCanceledException when Gone.IsCancellationRequested || _ended.IsCancellationRequested:
                return true;
            case OperationCanceledException when _idle.IsCancellationRequested:
                End(ProblemCodes.StreamIdle);
                return true;
            case OperationCanceledException when _stopping.IsCancellationRequested:
                End(ProblemCodes.Busy);
                return true;
            case ConnectionResetException:
                Leave();
                return true;
            case InvalidDataException or IOException:
                End(ProblemCodes.BodyMalformed);
                return true;
            default:
                return false;
        }
    }

    public void Dispose()
    {
        _early.Dispose();
        _idle.Dispose();
        _ended.Dispose();
    }
}
