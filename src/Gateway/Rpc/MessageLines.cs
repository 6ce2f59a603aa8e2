using Grpc.Core;
using ServiceHall.Gateway.Intake.Streams;
using Record = ServiceHall.V1.Record;

namespace ServiceHall.Gateway.Rpc;

/// <summary>The records of a stream, one after another, as an upload has them line by line.</summary>
internal sealed class MessageLines(IAsyncStreamReader<Record> messages) : IUploadLines
{
    private Task<bool>? _read;
    private CancellationToken _early;
    private long _number;
    private bool _isThere;

    /// <inheritdoc/>
    public bool IsAtEnd { get; private set; }

    /// <inheritdoc/>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        _early = cancellationToken;
        var read = _read ?? messages.MoveNext(cancellationToken);
        _read = null;
        try
        {
            _isThere = await read;
        }
        catch (InvalidOperationException fault)
        {
            throw Patience.Over(fault);
        }

        IsAtEnd = !_isThere;
    }

    /// <inheritdoc/>
    /// <remarks>Begins to read the next message: those that are there already are taken without waiting for each.</remarks>
    public bool TryTake(out UploadLine line)
    {
        if (!_isThere && _read is { IsCompletedSuccessfully: true } read)
        {
            (_isThere, IsAtEnd, _read) = (read.Result, !read.Result, null);
        }

        line = _isThere ? Line(messages.Current) : default;
        if (!_isThere)
        {
            return false;
        }

        (_isThere, _read) = (false, messages.MoveNext(_early));
        return true;
    }

    // One that is too long or no JSON has a verdict of its own, as over REST.
    private UploadLine Line(Record record)
    {
        var (json, isStrict) = CanonicalRecord.TryWrite(record);
        return new UploadLine(++_number, json is { Length: <= LineReader.Limit } ? json : null, isStrict);
    }
}
