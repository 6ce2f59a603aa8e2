namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>HTTP 200 whose body says otherwise in <c>status.code</c>, 500 unless told otherwise, beside a <c>custom</c> that looks well.</summary>
internal sealed class TransportCode : Fault
{
    public int Code { get; init; } = 500;

    public override async Task<bool> StrikeAsync(Call call)
    {
        await Answer.SendAsync(call.Http.Response, StatusCodes.Status200OK, Answer.OfTransport(Code, "接口异常"), call.Http.RequestAborted);
        return true;
    }
}
