namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>An HTTP error, 500 unless told otherwise.</summary>
internal sealed class ServerError : Fault
{
    public int Status { get; init; } = StatusCodes.Status500InternalServerError;

    public override async Task<bool> StrikeAsync(Call call)
    {
        await Answer.RefuseAsync(call.Http, Status, "平台内部错误");
        return true;
    }
}
