namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>200 with a page for people, as firewalls and login pages answer.</summary>
internal sealed class Html : Fault
{
    public override async Task<bool> StrikeAsync(Call call)
    {
        call.Http.Response.ContentType = "text/html; charset=utf-8";
        await call.Http.Response.WriteAsync("<!DOCTYPE html><html><body>系统维护中</body></html>", call.Http.RequestAborted);
        return true;
    }
}
