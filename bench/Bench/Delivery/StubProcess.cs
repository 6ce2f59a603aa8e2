using System.Diagnostics;
using System.Globalization;

namespace ServiceHall.Bench.Delivery;

/// <summary>The platform as its parent sees it.</summary>
internal sealed class StubProcess : IDisposable
{
    private readonly Process _child;

    public StubProcess(int milliseconds)
    {
        _child = Process.Start(Self.Start("platform", milliseconds.ToString(CultureInfo.InvariantCulture)))!;
        Url = new Uri(_child.StandardOutput.ReadLine()!);
    }

    public Uri Url { get; }

    public void Dispose()
    {
        _child.StandardInput.Close();
        _child.WaitForExit();
        _child.Dispose();
    }
}
