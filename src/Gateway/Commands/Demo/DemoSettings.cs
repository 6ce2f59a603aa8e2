using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>The settings of a demo's gateway: a folder and secrets of its own, and a clock of failures that does not take a day.</summary>
internal static class DemoSettings
{
    public const string PaasId = "sample-hall";

    public static Dictionary<string, string?> Of(string folder, SampleCounty county, string province, string token, bool once)
    {
        var settings = new Dictionary<string, string?>(DemoStore.Settings(folder, new ConfigurationBuilder().AddEnvironmentVariables().Build()))
        {
            ["Http:Url"] = $"http://127.0.0.1:{Port(8080, once)}",
            ["Grpc:Url"] = $"http://127.0.0.1:{Port(8081, once)}",
            ["Matters:Path"] = county.Matters,
            ["Platforms:OneWindow:Enabled"] = "true",
            ["Platforms:OneWindow:BaseUrl"] = province,
            ["Platforms:OneWindow:PaasId"] = PaasId,
            ["Platforms:OneWindow:Token"] = token,

            // A day is over in less than a minute: what waits seconds and minutes in a hall waits parts of a second here.
            ["Platforms:OneWindow:AttemptTimeout"] = "00:00:02",
            ["Platforms:OneWindow:SettleAfter"] = "00:00:00.4",
            ["Platforms:OneWindow:RetrySchedule:0"] = "00:00:00.3",
            ["Platforms:OneWindow:RetrySchedule:1"] = "00:00:00.6",
            ["Platforms:OneWindow:RetrySchedule:2"] = "00:00:02",
            ["Platforms:OneWindow:Resilience:Retry:Delay"] = "00:00:00.1",
            ["Platforms:OneWindow:Resilience:CircuitBreaker:MinimumThroughput"] = "4",
            ["Platforms:OneWindow:Resilience:CircuitBreaker:SamplingDuration"] = "00:00:04",
            ["Platforms:OneWindow:Resilience:CircuitBreaker:BreakDuration"] = "00:00:01",
            ["Platforms:OneWindow:Resilience:CircuitBreaker:RampDuration"] = "00:00:01",
        };
        foreach (var (department, number) in county.Departments.Select((department, index) => (department, index)))
        {
            Client(settings, number, department.Code, "department");
            settings[$"Clients:{number}:Departments:0"] = department.Code;
        }

        Client(settings, county.Departments.Count, "operator", "operator");
        return settings;
    }

    private static void Client(Dictionary<string, string?> settings, int number, string name, string role)
    {
        settings[$"Clients:{number}:Key"] = $"{name}-demo";
        settings[$"Clients:{number}:Secret"] = RandomNumberGenerator.GetHexString(64, lowercase: true);
        settings[$"Clients:{number}:Role"] = role;
    }

    private static int Port(int wanted, bool free) => !free && TryListen(wanted) is { } port ? port : TryListen(0)!.Value;

    private static int? TryListen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
