using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>Refuses whole batches with E0900 and <c>custom.code</c> 0. With <see cref="Fault.Holding"/> it is the poisoned row that a sender finds by halving.</summary>
internal sealed class RefuseBatch : Fault
{
    public override Moment Moment => Moment.BeforeTaking;

    public override Task<bool> StrikeAsync(Call call)
    {
        foreach (var row in call.Batch!.Rows)
        {
            row.Defect = Defect.InternalFault;
        }

        return Task.FromResult(false);
    }

    protected override bool Concerns(Call call) => call.Batch is not null;
}
