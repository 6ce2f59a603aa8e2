namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>A gateway in front of a province that is down: 503 to everything. (For a refused connection, end the process.)</summary>
internal sealed class Away : Fault
{
    public override Moment Moment => Moment.AtTheGate;

    public override async Task<bool> StrikeAsync(Call call)
    {
        await Answer.RefuseAsync(call.Http, StatusCodes.Status503ServiceUnavailable, "平台暂不可用");
        return true;
    }
}
