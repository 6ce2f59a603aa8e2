using ServiceHall.Tests.Hall;

namespace ServiceHall.Rpc.Tests.Clients;

/// <summary>The samples do what they say.</summary>
public sealed class SampleTests
{
    private static readonly string[] Told = ["甲/accepted accepted", "甲/step-0 accepted", "甲/step-1 accepted", "甲 processing 示* 3"];

    [PythonFact]
    public async Task A_department_in_Python()
    {
        await using var hall = await TestHall.StartAsync();
        hall.Clock.StartFrom(TimeProvider.System.GetUtcNow());

        Assert.Equal(Told, await Programs.PythonAsync(Path.Combine(Programs.Samples, "python", "department.py"), hall.RpcUrl.Authority, "mz", TestHall.Secret, "甲"));
    }

    [NodeFact]
    public async Task A_department_in_Node()
    {
        await using var hall = await TestHall.StartAsync();
        hall.Clock.StartFrom(TimeProvider.System.GetUtcNow());

        Assert.Equal(Told, await Programs.NodeAsync(Path.Combine(Programs.Samples, "node", "department.mjs"), hall.RpcUrl.Authority, "mz", TestHall.Secret, "甲"));
    }

    [Theory]
    [InlineData("python/department.py")]
    [InlineData("node/department.mjs")]
    public void Each_is_short(string file) => Assert.InRange(File.ReadAllLines(Path.Combine(Programs.Samples, file)).Length, 1, 59);
}
