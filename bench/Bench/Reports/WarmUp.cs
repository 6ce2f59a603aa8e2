using System.Runtime;

namespace ServiceHall.Bench.Reports;

/// <summary>
/// Rounds that are not measured, until the compiler has little left to do: it goes on beside a young process for half a minute and takes up to a third
/// of two cores, which a gateway that runs for months never sees again.
/// </summary>
internal static class WarmUp
{
    private const int MostRounds = 10;

    // Of the processor's time of a round.
    private const double Little = 0.05;

    public static async Task RunAsync(Func<int, Task> round)
    {
        for (var number = 1; number <= MostRounds; number++)
        {
            var (compiled, used) = (JitInfo.GetCompilationTime(), Self.Cpu());
            await round(number);
            if ((JitInfo.GetCompilationTime() - compiled).TotalSeconds < Little * (Self.Cpu() - used))
            {
                return;
            }
        }
    }
}
