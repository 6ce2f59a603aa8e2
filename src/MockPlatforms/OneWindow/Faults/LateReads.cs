namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>
/// Answers 404 for a row that was taken only just now, as a platform does that reads from a copy of its books: whoever asks too soon after a lost
/// answer learns the wrong thing.
/// </summary>
internal sealed class LateReads : Fault
{
    public double Milliseconds { get; init; } = 1000;

    public override Moment Moment => Moment.AfterTaking;

    protected override bool IsAboutReads => true;

    public override async Task<bool> StrikeAsync(Call call)
    {
        await Answer.RefuseAsync(call.Http, StatusCodes.Status404NotFound, "没有这条记录");
        return true;
    }

    protected override bool Concerns(Call call) => call.Row is { } row && call.Clock.GetUtcNow() - row.TakenAt < TimeSpan.FromMilliseconds(Milliseconds);
}
