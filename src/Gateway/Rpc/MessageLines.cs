using Grpc.Core;
using ServiceHall.Gateway.Intake.Streams;
using Record = ServiceHall.V1.Record;

namespace ServiceHall.Gateway.Rpc;

/// <summary>The records of a stream, one after another, as an upload has them line by line.</summary>
internal sealed class MessageLines(IAsyncStreamReader<Record> messages) : IUploadLines
{
    private long _number;
    private bool _isThere;

    /// <inheritdoc/>
    public bool IsAtEnd { get; private set; }

    /// <inheritdoc/>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _isThere = await messages.MoveNext(cancellationToken);
        }
        catch (InvalidOperationException fault)
        {
            throw Patience.Over(fault);
        }

        IsAtEnd = !_isThere;
    }

    /// <inheritdoc/>
    public bool TryTake(out UploadLine line)
    {
        line = _isThere ? new UploadLine(++_number, Json(messages.Current)) : default;
        return _isThere && !(_isThere = false);
    }

    // One that is too long or no JSON has a verdict of its own, as over REST.
    private static byte[]? Json(Record record) => CanonicalRecord.TryWrite(record) is { Length: <= LineReader.Limit } json ? json : null;
}
