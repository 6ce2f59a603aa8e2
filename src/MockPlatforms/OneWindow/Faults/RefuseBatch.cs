using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>
/// Refuses whole batches with E0900 and <c>custom.code</c> 0. With <see cref="Holding"/> only those that hold one of these row_guids or
/// project_nos: the poisoned row that a sender finds by halving.
/// </summary>
internal sealed class RefuseBatch : Fault
{
    public IReadOnlyList<string>? Holding { get; init; }

    public override Moment Moment => Moment.BeforeTaking;

    public override Task<bool> StrikeAsync(Call call)
    {
        foreach (var row in call.Batch!.Rows)
        {
            row.Defect = Defect.InternalFault;
        }

        return Task.FromResult(false);
    }

    protected override bool Concerns(Call call) => call.Batch is { } batch && (Holding is null || batch.Rows.Any(row => IsOfOperation(row) && row.IsOneOf(Holding)));
}
