namespace ServiceHall.Gateway.Intake.Streams;

/// <summary>A line of an upload that is not blank.</summary>
/// <param name="Number">From 1; blank lines count.</param>
/// <param name="Json">A copy of its bytes without the line end; null where it is too long.</param>
/// <param name="IsStrict">Whether no member can stand there twice: we made the JSON.</param>
internal readonly record struct UploadLine(long Number, byte[]? Json, bool IsStrict = false);

/// <summary>Takes an upload apart into its lines, ended by LF or CRLF. However long a line is, no more than the limit of it is kept.</summary>
internal sealed class LineReader(Stream from) : IUploadLines
{
    /// <summary>Bytes in a line at the most, 1 MiB, without its end.</summary>
    public const int Limit = 1024 * 1024;

    private const int UsualRead = 64 * 1024;

    private byte[] _buffer = new byte[UsualRead];
    private int _start;
    private int _searched;
    private int _end;
    private long _number;
    private bool _isTooLong;

    /// <inheritdoc/>
    /// <remarks>What is left without an end is the last line.</remarks>
    public bool IsAtEnd { get; private set; }

    /// <inheritdoc/>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await from.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        IsAtEnd = read == 0;
    }

    /// <inheritdoc/>
    public bool TryTake(out UploadLine line)
    {
        while (TryFind(out var length))
        {
            var bytes = _buffer.AsSpan(_start, length);
            bytes = bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes;
            var isTooLong = _isTooLong || bytes.Length > Limit;
            var isBlank = !isTooLong && bytes.IndexOfAnyExcept(" \t\r"u8) < 0;
            line = new UploadLine(++_number, isTooLong || isBlank ? null : bytes.ToArray());
            (_start, _isTooLong) = (_searched, false);
            if (!isBlank)
            {
                return true;
            }
        }

        line = default;
        return false;
    }

    // Leaves the search behind the line's end.
    private bool TryFind(out int length)
    {
        var at = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (at >= 0)
        {
            length = _searched + at - _start;
            _searched += at + 1;
            return true;
        }

        (length, _searched) = (_end - _start, _end);
        if (IsAtEnd)
        {
            return length > 0 || _isTooLong;
        }

        // One more than the limit may be the CR of its end.
        if (length > Limit + 1)
        {
            (_start, _isTooLong) = (_end, true);
        }

        return false;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _searched, _end) = (0, _searched - _start, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, Limit + 2));
        }
    }
}
