using System.Net.Sockets;
using System.Text.RegularExpressions;
using ServiceHall.Scenarios.Tests.Readme;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Commands;

/// <summary>The demo and the sample province beside it.</summary>
public sealed partial class DemoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_demo_that_is_killed_takes_its_province_with_it()
    {
        await using var user = new NewUser();
        var said = await user.StartAsync(Pages.Program + "demo", until: "示例省平台");
        var province = new Uri(Province().Match(said).Value);
        Assert.True(await ListensAsync(province));

        await user.KillAsync();

        await Until.Async(async () => await ListensAsync(province) ? null : "gone", Patience);
    }

    private static async Task<bool> ListensAsync(Uri address)
    {
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(?<=示例省平台 )http://[0-9.:]+", RegexOptions.None, 1000)]
    private static partial Regex Province();
}
