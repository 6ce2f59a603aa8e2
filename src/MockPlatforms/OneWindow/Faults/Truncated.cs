namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>Takes the rows, promises the whole answer, sends half of it and cuts the connection.</summary>
internal sealed class Truncated : Fault
{
    public override Moment Moment => Moment.AfterTaking;

    public override async Task<bool> StrikeAsync(Call call)
    {
        var response = call.Http.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = call.Answer.Length;
        await response.Body.WriteAsync(call.Answer[..(call.Answer.Length / 2)], call.Http.RequestAborted);
        await response.Body.FlushAsync(call.Http.RequestAborted);
        call.Http.Abort();
        return true;
    }
}
