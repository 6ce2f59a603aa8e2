namespace ServiceHall.Gateway.Intake.Streams;

/// <summary>What is uploaded, a record a line.</summary>
internal interface IUploadLines
{
    /// <summary>Whether all was read.</summary>
    bool IsAtEnd { get; }

    /// <summary>Reads more, as much as is there. Take all lines first.</summary>
    Task ReadAsync(CancellationToken cancellationToken);

    /// <summary>The next whole line of what was read.</summary>
    bool TryTake(out UploadLine line);
}
