namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>Cuts the connection without a word.</summary>
internal sealed class Cut : Fault
{
    public override Task<bool> StrikeAsync(Call call)
    {
        call.Http.Abort();
        return Task.FromResult(true);
    }
}
