using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>Closed from a time of day to another, hall time, perhaps over midnight: 503 with the seconds until it opens.</summary>
internal sealed class Closed : Fault
{
    public TimeOnly From { get; init; } = new(22, 0);

    public TimeOnly To { get; init; } = new(6, 0);

    public override Moment Moment => Moment.AtTheGate;

    public override async Task<bool> StrikeAsync(Call call)
    {
        // The difference of two times of day wraps around midnight by itself.
        call.Http.Response.Headers.RetryAfter = $"{Math.Ceiling((To - Now(call)).TotalSeconds)}";
        await Answer.RefuseAsync(call.Http, StatusCodes.Status503ServiceUnavailable, "不在开放时间");
        return true;
    }

    protected override bool Concerns(Call call) => Now(call).IsBetween(From, To);

    private static TimeOnly Now(Call call) => TimeOnly.FromTimeSpan(call.Clock.GetUtcNow().ToOffset(HallTime.Offset).TimeOfDay);
}
