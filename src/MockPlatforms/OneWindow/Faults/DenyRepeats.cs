namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>
/// Refuses a row that it holds already, although the content is equal: the platforms that call every repeat an error. Without this fault a repeat
/// is confirmed.
/// </summary>
internal sealed class DenyRepeats : Fault
{
    public override Moment Moment => Moment.BeforeTaking;

    /// <summary>Only the books know what is a repeat: it is left to them.</summary>
    public override Task<bool> StrikeAsync(Call call)
    {
        foreach (var row in call.Batch!.Rows.Where(IsChosen))
        {
            row.MayNotRepeat = true;
        }

        return Task.FromResult(false);
    }

    protected override bool Concerns(Call call) => call.Batch is not null;
}
