using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Security;

public sealed class NoClientsTests
{
    [Fact]
    public async Task A_gateway_without_clients_starts_and_says_how_to_add_one()
    {
        await using var hall = await TestHall.StartAsync(clients: false);

        var answer = await hall.Client().GetAsync("/v1/cases?no=1");

        Assert.Equal((401, "caller.not-signed"), (answer.Status, answer.Code));
        Assert.Contains("Clients:0:Key", (string)answer.Json["detail"]!, StringComparison.Ordinal);
    }
}
