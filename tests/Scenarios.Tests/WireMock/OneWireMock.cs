namespace ServiceHall.Scenarios.Tests.WireMock;

/// <summary>One WireMock for all tests of a class, which tell it one after another what to be. Where there is none, they skip.</summary>
public sealed class OneWireMock : IAsyncLifetime
{
    private WireMockServer? _server;

    internal WireMockServer Server => _server ?? throw new InvalidOperationException(WireMockFactAttribute.Why);

    public async Task InitializeAsync() => _server = WireMockServer.IsHere ? await WireMockServer.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
