namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>Waits, then goes on as if nothing had been. A sender that gives up while it waits before the taking has sent nothing.</summary>
internal sealed class Slow : Fault
{
    public double Milliseconds { get; init; } = 1000;

    public override async Task<bool> StrikeAsync(Call call)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Milliseconds), call.Clock, call.Http.RequestAborted);
        return false;
    }
}
