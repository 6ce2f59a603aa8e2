using System.IO.Pipelines;
using System.Text.Json;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Intake.Streams;

/// <summary>The answer to an upload, a line at a time.</summary>
internal sealed class AnswerLines(PipeWriter to, TimeSpan idleLimit, TimeProvider machine) : IUploadAnswer
{
    // Flushed in pieces: what the server holds for a slow caller stays small, and each piece that is taken is a sign of life.
    private const int Piece = 16 * 1024;

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<RecordResult> results, CancellationToken gone)
    {
        foreach (var result in results)
        {
            Json.WriteLine(to, result.Write);
            if (to.UnflushedBytes >= Piece)
            {
                await FlushAsync(gone);
            }
        }

        await FlushAsync(gone);
    }

    /// <inheritdoc/>
    /// <remarks>As its last line.</remarks>
    public async Task EndAsync(ProblemCode problem, CancellationToken gone)
    {
        Json.WriteLine(to, line => WriteProblem(line, problem));
        await FlushAsync(gone);
    }

    private static void WriteProblem(Utf8JsonWriter to, ProblemCode problem)
    {
        to.WriteStartObject();
        to.WritePropertyName("problem");
        Problem.Write(to, problem);
        to.WriteEndObject();
    }

    private async Task FlushAsync(CancellationToken gone)
    {
        using var idle = new CancellationTokenSource(idleLimit, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, idle.Token);
        var flushed = await to.FlushAsync(either.Token);
        if (flushed.IsCompleted)
        {
            throw new OperationCanceledException("The caller takes no answer any more.");
        }
    }
}
