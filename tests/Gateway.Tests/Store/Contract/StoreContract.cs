namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>What every store promises, told by an empty one.</summary>
public abstract class StoreContract(EmptyStore store) : IDisposable
{
    private protected EmptyStore Store { get; } = store;

    public void Dispose()
    {
        Store.Dispose();
        GC.SuppressFinalize(this);
    }
}
