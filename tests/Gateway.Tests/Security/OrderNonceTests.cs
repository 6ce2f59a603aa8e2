using ServiceHall.Gateway.Tests.Nodes;
using ServiceHall.Gateway.Tests.Store.Contract;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Security;

/// <summary>An order that somebody captured on its way is not carried out once more.</summary>
public sealed class OrderNonceTests
{
    private const string Nonce = "nonce-of-a-captured-order";

    [Fact]
    public async Task Not_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            Assert.Equal(200, (await OrderAsync(hall, Nonce)).Status);
        }

        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            Assert.Equal((401, "caller.nonce-repeated"), await RefusedAsync(hall, Nonce));
            Assert.Equal(200, (await OrderAsync(hall, $"{Nonce}-2")).Status);
        }

        TestStore.Remove(folder);
    }

    [StoreFact]
    public async Task Not_at_another_gateway()
    {
        await using var nodes = new NodeHalls();
        var one = await nodes.StartAsync(null);
        var other = await nodes.StartAsync(null);
        Assert.Equal(200, (await OrderAsync(one, Nonce)).Status);

        Assert.Equal((401, "caller.nonce-repeated"), await RefusedAsync(other, Nonce));
        Assert.Equal(200, (await OrderAsync(other, $"{Nonce}-2")).Status);
    }

    [StoreFact]
    public async Task Of_two_gateways_that_get_it_at_once_one_carries_it_out()
    {
        await using var nodes = new NodeHalls();
        TestHall[] halls = [await nodes.StartAsync(null), await nodes.StartAsync(null)];
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(halls.Select(hall => OrderAsync(hall, $"{Nonce}-{round}")));

            Assert.Equal([200, 401], answers.Select(answer => answer.Status).Order());
        }
    }

    [Fact]
    public async Task What_departments_push_and_whatever_is_read_costs_the_store_nothing_for_it()
    {
        await using var hall = await TestHall.StartAsync();

        await hall.Client().PushAsync(Samples.Accepted("plain-1"));
        await hall.Client("operator").GetAsync("/v1/platforms");

        Assert.Equal(0, hall.Count("nonce"));
    }

    private static async Task<(int Status, string Code)> RefusedAsync(TestHall hall, string nonce)
    {
        var answer = await OrderAsync(hall, nonce);
        return (answer.Status, answer.Code!);
    }

    private static Task<Answer> OrderAsync(TestHall hall, string nonce)
    {
        const string Target = "/v1/configuration:reload";
        var client = hall.Client("operator");
        return client.SendAsync(HttpMethod.Post, Target, [], request =>
        {
            request.Headers.Clear();
            client.Sign(request, "POST", Target, [], nonce);
        });
    }
}
