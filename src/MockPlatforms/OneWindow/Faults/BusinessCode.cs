namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>200 with a <c>custom.code</c> that no specification lists, 9 unless told otherwise.</summary>
internal sealed class BusinessCode : Fault
{
    public int Code { get; init; } = 9;

    public override async Task<bool> StrikeAsync(Call call)
    {
        await Answer.SendAsync(call.Http.Response, StatusCodes.Status200OK, Answer.OfCustom(Code, "未知状态", []), call.Http.RequestAborted);
        return true;
    }
}
