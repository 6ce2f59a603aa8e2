using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ServiceHall.KilledGateway;

/// <summary>Kills this process with SIGKILL when it passes a moment: no handler runs, nothing is flushed.</summary>
/// <param name="moment">Where.</param>
/// <param name="passes">How often it passes there before.</param>
/// <param name="log">The file outside the gateway that is told right before.</param>
internal sealed class Death(Moment moment, int passes, string log)
{
    private int _left = passes;

    /// <summary>Reads <c>Death:At</c>, <c>Death:Passes</c> and <c>Death:Log</c>.</summary>
    public static Death From(IConfiguration configuration) => new(
        Enum.Parse<Moment>(configuration["Death:At"]!), int.Parse(configuration["Death:Passes"]!, CultureInfo.InvariantCulture), configuration["Death:Log"]!);

    public void Passes(Moment here)
    {
        if (here != moment || Interlocked.Decrement(ref _left) != -1)
        {
            return;
        }

        using (var file = new StreamWriter(new FileStream(log, FileMode.Append)))
        {
            file.WriteLine(here);
            file.Flush();
            ((FileStream)file.BaseStream).Flush(flushToDisk: true);
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
        throw new UnreachableException();
    }
}
