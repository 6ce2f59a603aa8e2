using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Intake.Streams;

/// <summary>Where the verdicts of an upload go. Waits for a caller who is slow to take them, but not for ever.</summary>
internal interface IUploadAnswer
{
    /// <summary>Writes verdicts that are durable.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone, or took nothing for too long.</exception>
    Task WriteAsync(IReadOnlyList<RecordResult> results, CancellationToken gone);

    /// <summary>Ends the answer to an upload that could not be read to its end.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone, or took nothing for too long.</exception>
    Task EndAsync(ProblemCode problem, CancellationToken gone);
}
