using ServiceHall.Gateway.Store;

namespace ServiceHall.Tests.Hall;

/// <summary>A work that keeps the writer until it is told to go on.</summary>
internal sealed class Held(int weight) : WriteWork, IDisposable
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _mayGoOn = new();

    public Task Begun => _begun.Task;

    public override int Weight => weight;

    public void Release() => _mayGoOn.Set();

    public override void Apply(WriteGroup group)
    {
        _begun.TrySetResult();
        _mayGoOn.Wait(TimeSpan.FromSeconds(60));
    }

    public override void Committed()
    {
    }

    public override void Failed(Exception fault)
    {
    }

    public void Dispose() => _mayGoOn.Dispose();
}
