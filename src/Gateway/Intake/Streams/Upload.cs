using System.Threading.Channels;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Intake.Streams;

/// <summary>
/// One streamed upload. Reading and answering go on side by side, but only so many batches are under way at a time, from their preparation until the
/// caller has taken their verdicts: a caller who does not read its answers is read no further.
/// </summary>
internal sealed class Upload : IDisposable
{
    /// <summary>While one commits, the next is prepared, and a third is read without a turn. More would only be kept alive through collections.</summary>
    private const int MostBatches = 2;

    private readonly IUploadLines _lines;
    private readonly Func<UploadBatch, IntakeWork> _prepare;
    private readonly StoreWriter _writer;
    private readonly Wakeups _wakeups;
    private readonly IUploadAnswer _answer;
    private readonly RecordTraces _traces;
    private readonly ILogger _log;
    private readonly UploadEnds _ends;
    private readonly SemaphoreSlim _turns = new(MostBatches);
    private readonly Channel<IntakeWork> _underWay = Channel.CreateUnbounded<IntakeWork>();
    private UploadBatch _batch = new();
    private Task? _turn;

    /// <summary>An upload that is about to begin.</summary>
    /// <param name="lines">What is sent.</param>
    /// <param name="prepare">Makes a work of a batch.</param>
    /// <param name="writer">Where it is queued.</param>
    /// <param name="wakeups">Told what there is to deliver.</param>
    /// <param name="answer">The verdicts go there.</param>
    /// <param name="traces">Where what waited came from.</param>
    /// <param name="ends">Why it may end early.</param>
    /// <param name="log">For a fault of ours.</param>
    public Upload(IUploadLines lines, Func<UploadBatch, IntakeWork> prepare, StoreWriter writer, Wakeups wakeups, IUploadAnswer answer, RecordTraces traces, UploadEnds ends, ILogger log) =>
        (_lines, _prepare, _writer, _wakeups, _answer, _traces, _ends, _log) = (lines, prepare, writer, wakeups, answer, traces, ends, log);

    /// <summary>Takes all of it.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone, or took no answer for too long.</exception>
    public async Task RunAsync()
    {
        var answering = AnswerAsync();
        try
        {
            await ReadAsync();
        }
        finally
        {
            _underWay.Writer.Complete();
            await answering;
        }

        _ends.ThrowIfGone();
        if (_ends.Problem is { } problem)
        {
            await _answer.EndAsync(problem, _ends.Gone);
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            while (!_lines.IsAtEnd)
            {
                await ReadMoreAsync();
                while (_lines.TryTake(out var line))
                {
                    _batch.Add(line);
                    if (_batch.IsFull)
                    {
                        await TurnAsync();
                        Submit();
                    }
                }
            }

            if (!_batch.IsEmpty)
            {
                await TurnAsync();
                Submit();
            }
        }
        catch (Exception fault) when (_ends.TryExplain(fault))
        {
            // Lines without a verdict are the caller's to send again.
        }
    }

    // What was read is not kept waiting for what was not sent yet.
    private async Task ReadMoreAsync()
    {
        _ends.Awaiting(true);
        var read = _lines.ReadAsync(_ends.Early);
        try
        {
            while (!_batch.IsEmpty && !read.IsCompleted)
            {
                _turn ??= _turns.WaitAsync(_ends.Early);
                if (await Task.WhenAny(read, _turn) == _turn)
                {
                    await TurnAsync();
                    Submit();
                }
            }
        }
        finally
        {
            await read;
            _ends.Awaiting(false);
        }
    }

    private async Task TurnAsync()
    {
        var turn = _turn ?? _turns.WaitAsync(_ends.Early);
        _turn = null;
        await turn;
    }

    private void Submit()
    {
        _ends.Early.ThrowIfCancellationRequested();
        if (Prepared() is { } work && _writer.TryEnqueue(work))
        {
            _batch = new UploadBatch();
            _underWay.Writer.TryWrite(work);
            return;
        }

        _ends.End(ProblemCodes.Busy);
        _ends.Early.ThrowIfCancellationRequested();
    }

    private IntakeWork? Prepared()
    {
        try
        {
            return _prepare(_batch);
        }
        catch (Exception fault)
        {
            Fail(fault);
            return null;
        }
    }

    private void Fail(Exception fault)
    {
        ApiLog.CallFailed(_log, fault);
        _ends.End(ProblemCodes.Fault);
    }

    // To the end of what was queued, also where nobody listens any more: it becomes durable, and its lanes must be woken.
    private async Task AnswerAsync()
    {
        await foreach (var work in _underWay.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                var results = await work.Done;
                _wakeups.Wake(work.Touched);
                if (_ends.MayAnswer)
                {
                    await _answer.WriteAsync(results, _ends.Gone);
                }

                work.Tell(_traces);
            }
            catch (OperationCanceledException)
            {
                _ends.Leave();
            }
            catch (Exception fault)
            {
                Fail(fault);
            }

            _turns.Release();
        }
    }
}
