using System.Text;
using ServiceHall.Gateway.Tests.Nodes;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Gateway.Tests.Store.Contract;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Security;

/// <summary>An order that somebody captured on its way is not carried out once more.</summary>
public sealed class OrderNonceTests
{
    private const string Stop = "/v1/platforms/one-window:stop";
    private const string Start = "/v1/platforms/one-window:start";
    private const string Nonce = "nonce-of-a-captured-order";

    [Fact]
    public async Task Not_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("orders-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            Assert.Equal(200, (await PlayAsync(hall, Nonce)).Status);
            Assert.Equal(200, (await hall.OrderAsync(Start)).Status);
        }

        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            await IsRefusedAsync(hall, Nonce);
            Assert.Equal(0, hall.Count("platform_state"));
            Assert.Equal(200, (await PlayAsync(hall, $"{Nonce}-2")).Status);
        }

        TestStore.Remove(folder);
    }

    [StoreFact]
    public async Task Not_at_another_gateway()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var one = await nodes.StartAsync(province);
        var other = await nodes.StartAsync(province);
        Assert.Equal(200, (await PlayAsync(one, Nonce)).Status);
        Assert.Equal(200, (await other.OrderAsync(Start)).Status);

        await IsRefusedAsync(other, Nonce);

        Assert.Empty(nodes.Ask<string>("SELECT platform FROM platform_state"));
    }

    [StoreFact]
    public async Task Of_two_gateways_that_get_it_at_once_one_carries_it_out()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        TestHall[] halls = [await nodes.StartAsync(province), await nodes.StartAsync(province)];
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(halls.Select(hall => PlayAsync(hall, $"{Nonce}-{round}")));

            Assert.Equal([200, 401], answers.Select(answer => answer.Status).Order());
            Assert.Equal(200, (await halls[0].OrderAsync(Start)).Status);
        }
    }

    [Fact]
    public async Task What_was_rehearsed_or_refused_and_what_others_send_is_not_kept()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);

        await hall.Client().PushAsync(Samples.Accepted("plain-1"));
        await hall.OrderAsync(Stop, dryRun: true);
        Assert.Equal(404, (await hall.OrderAsync($"/v1/records/{Guid.NewGuid()}:discard")).Status);
        Assert.Equal(0, hall.Count("nonce"));

        await hall.OrderAsync(Stop);
        Assert.Equal(1, hall.Count("nonce"));
    }

    private static async Task IsRefusedAsync(TestHall hall, string nonce)
    {
        var answer = await PlayAsync(hall, nonce);
        Assert.Equal((401, "caller.nonce-repeated"), (answer.Status, answer.Code));
    }

    // The very same bytes, as often as it is called.
    private static Task<Answer> PlayAsync(TestHall hall, string nonce)
    {
        var body = Encoding.UTF8.GetBytes("""{"reason":"维护"}""");
        var client = hall.Client("operator");
        return client.SendAsync(HttpMethod.Post, Stop, body, request =>
        {
            request.Headers.Clear();
            client.Sign(request, "POST", Stop, body, nonce);
        });
    }
}
