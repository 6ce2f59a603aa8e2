namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>The province's clock is ahead by some seconds, or behind where they are negative: right signatures look stale.</summary>
internal sealed class ClockOff : Fault
{
    public double Seconds { get; init; } = 3600;

    public override Moment Moment => Moment.AtTheGate;

    public override Task<bool> StrikeAsync(Call call)
    {
        call.ClockShift = TimeSpan.FromSeconds(Seconds);
        return Task.FromResult(false);
    }
}
