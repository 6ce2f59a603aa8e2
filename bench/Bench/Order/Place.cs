using System.Runtime.InteropServices;

namespace ServiceHall.Bench.Order;

/// <summary>Which row of the journal this is: the writer's number, of its groups, of the group's rows. It stands in the row as its subject.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(int Writer, int Group, int Row)
{
    /// <summary>Rows of a group; no more than a <see cref="UInt128"/> has bits.</summary>
    public const int Rows = 100;

    public long Subject => ((long)Writer << 40) | ((long)Group << 8) | (uint)Row;

    public static Place Of(long subject) => new((int)(subject >> 40), (int)(subject >> 8), (int)(subject & 0xFF));
}
