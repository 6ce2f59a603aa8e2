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
        _child.StandardInput.AutoFlush = true;
    }

    public Uri Url { get; }

    /// <summary>Changes its mood (<see cref="StubPlatform"/>).</summary>
    public Task BeAsync(string mood) => _child.StandardInput.WriteLineAsync(mood);

    public void Dispose()
    {
        _child.StandardInput.Close();
        _child.WaitForExit();
        _child.Dispose();
    }
}
