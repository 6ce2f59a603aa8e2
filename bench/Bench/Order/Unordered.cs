namespace ServiceHall.Bench.Order;

/// <summary>The baseline: numbers as they come, in no order of commits. A reader that goes by them misses what commits after a higher number has.</summary>
internal sealed class Unordered : CommitOrder
{
    public override string Name => "identity alone (no order)";

    public override string Schema => Numbered(" PRIMARY KEY");

    public override string Insert => $"INSERT INTO journal ({Columns}) SELECT * FROM {Rows}";
}
