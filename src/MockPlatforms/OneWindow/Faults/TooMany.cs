namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>429 with the seconds to wait.</summary>
internal sealed class TooMany : Fault
{
    public int RetryAfterSeconds { get; init; } = 1;

    public override async Task<bool> StrikeAsync(Call call)
    {
        call.Http.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        await Answer.RefuseAsync(call.Http, StatusCodes.Status429TooManyRequests, "访问过于频繁");
        return true;
    }
}
