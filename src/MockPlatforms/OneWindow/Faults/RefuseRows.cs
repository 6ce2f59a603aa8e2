using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>Refuses the rows with one of these row_guids or project_nos, with whatever code is to be tried.</summary>
internal sealed class RefuseRows : Fault
{
    public required IReadOnlyList<string> Holding { get; init; }

    public string Code { get; init; } = "E0201";

    public override Moment Moment => Moment.BeforeTaking;

    public override bool Concerns(Call call) => call.Batch is { } batch && batch.Rows.Any(row => row.IsOneOf(Holding));

    public override Task<bool> StrikeAsync(Call call)
    {
        foreach (var row in call.Batch!.Rows.Where(row => row.IsOneOf(Holding)))
        {
            row.Defect = new Defect(Code, "测试设定的拒收");
        }

        return Task.FromResult(false);
    }
}
