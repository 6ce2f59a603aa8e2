using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Rpc.Tests.Clients;

/// <summary>Every method, and every edge that callers come to, with the clients that departments and platforms have.</summary>
public sealed class EveryMethodTests
{
    [PythonFact]
    public async Task In_Python()
    {
        await using var hall = await TestHall.StartAsync();
        hall.Clock.StartFrom(TimeProvider.System.GetUtcNow());

        AllWell(await Programs.PythonAsync(Script("every_method.py"), hall.RpcUrl.Authority, "mz", TestHall.Secret), 20);
    }

    [NodeFact]
    public async Task In_Node()
    {
        await using var hall = await TestHall.StartAsync();
        hall.Clock.StartFrom(TimeProvider.System.GetUtcNow());

        AllWell(await Programs.NodeAsync(Script("every_method.mjs"), Repository.Root, hall.RpcUrl.Authority, "mz", TestHall.Secret), 18);
    }

    private static void AllWell(IReadOnlyList<string> told, int checks)
    {
        Assert.All(told, line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Equal(checks, told.Count);
    }

    private static string Script(string name) => Path.Combine(Repository.Root, "tests", "Rpc.Tests", "Clients", name);
}
