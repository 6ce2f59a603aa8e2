using System.Text;
using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>
/// Refuses single rows, with whatever code is to be tried: those with one of some row_guids or project_nos, or a share of all. Which rows are in
/// the share is drawn by seed and row_guid: the same ones however they are batched, whenever they come, and every time they come.
/// </summary>
internal sealed class RefuseRows : Fault
{
    /// <summary>The share of rows, 0 to 1.</summary>
    public double Share { get; init; } = 1;

    public string Code { get; init; } = "E0201";

    public override Moment Moment => Moment.BeforeTaking;

    public override Task<bool> StrikeAsync(Call call)
    {
        foreach (var row in call.Batch!.Rows.Where(IsRefused))
        {
            row.Defect = new Defect(Code, "测试设定的拒收");
        }

        return Task.FromResult(false);
    }

    public override void Check(string name)
    {
        base.Check(name);
        Demand(Share is >= 0 and <= 1, $"The share of {name} is one from 0 to 1.");
    }

    protected override bool Concerns(Call call) => call.Batch is { } batch && batch.Rows.Any(IsRefused);

    private bool IsRefused(Candidate row) => IsChosen(row) && Draw(row.RowGuid) < Share;

    // FNV-1a, mixed once more because its high bits hardly move in short texts. 0 up to, but never, 1.
    private double Draw(string rowGuid)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in Encoding.UTF8.GetBytes($"{Seed} {rowGuid}"))
        {
            hash = unchecked((hash ^ one) * 1099511628211UL);
        }

        hash = unchecked((hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL);
        return (hash >> 11) / (double)(1UL << 53);
    }
}
