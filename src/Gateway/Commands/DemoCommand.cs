using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.Gateway.Commands;

/// <summary>The sample county's recorded day, pushed through a gateway of its own against the sample province, and reconciled.</summary>
internal static class DemoCommand
{
    private const string Gateway = "dotnet run --project src/Gateway --";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan DeliverWithin = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(bool once, CancellationToken cancellationToken)
    {
        Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", Environments.Development);
        var data = new Paths(Directory.GetCurrentDirectory(), new GatewaySettings()).Data;
        var county = Path.Combine(data, "sample-county");
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await using var province = await SampleProvinceProcess.StartAsync(Path.Combine(county, "matters.jsonl"), "sample-hall", token, cancellationToken);

        var folder = Path.Combine("var", $"demo-{TimeProvider.System.GetLocalNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}");
        var settings = SettingsOf(folder, county, province.Url, token, once);
        DemoFile.Write(settings);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [GatewayHost.ReadsSettingsOnce], EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = GatewayHost.Build(builder);
        await app.StartAsync(cancellationToken);
        Console.WriteLine($"示例省平台 {province.Url}，网关 {settings["Http:Url"]}，数据在 {folder}");

        var day = new RecordedDay(Path.Combine(county, "day.jsonl"), app.Services.GetRequiredService<GatewaySettings>(), app.Services.GetRequiredService<HallClock>());
        var pushed = await day.PushAsync(cancellationToken);
        var reconciliation = await DeliveredAsync(app.Services.GetRequiredService<Paths>().Database, app.Services.GetRequiredService<GatewaySettings>(), cancellationToken);
        Console.WriteLine(reconciliation.Table());
        var ok = reconciliation.ExitCode == 0 && pushed.Answered == pushed.Sent && reconciliation.Records.Values.Sum() + pushed.Duplicates + pushed.NotKept == pushed.Answered;
        await SummaryAsync(folder, pushed, reconciliation, ok, cancellationToken);
        if (!once)
        {
            Console.WriteLine(NextSteps(pushed.SomeCase));
            await app.WaitForShutdownAsync(cancellationToken);
        }

        await app.StopAsync(CancellationToken.None);
        return ok ? 0 : 1;
    }

    private static Dictionary<string, string?> SettingsOf(string folder, string county, string province, string token, bool once)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Http:Url"] = $"http://127.0.0.1:{Port(8080, once)}",
            ["Grpc:Url"] = $"http://127.0.0.1:{Port(8081, once)}",
            ["Store:ConnectionString"] = Path.Combine(folder, "servicehall.db"),
            ["Matters:Path"] = Path.GetFullPath(Path.Combine(county, "matters.jsonl")),
            ["Platforms:OneWindow:Enabled"] = "true",
            ["Platforms:OneWindow:BaseUrl"] = province,
            ["Platforms:OneWindow:PaasId"] = "sample-hall",
            ["Platforms:OneWindow:Token"] = token,
        };
        using var departments = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(county, "departments.json")));
        var number = 0;
        foreach (var department in departments.RootElement.EnumerateArray())
        {
            var code = department.GetProperty("code").GetString();
            settings[$"Clients:{number}:Key"] = $"{code}-demo";
            settings[$"Clients:{number}:Secret"] = RandomNumberGenerator.GetHexString(64, lowercase: true);
            settings[$"Clients:{number}:Role"] = "department";
            settings[$"Clients:{number}:Departments:0"] = code;
            number++;
        }

        settings[$"Clients:{number}:Key"] = "operator-demo";
        settings[$"Clients:{number}:Secret"] = RandomNumberGenerator.GetHexString(64, lowercase: true);
        settings[$"Clients:{number}:Role"] = "operator";
        return settings;
    }

    private static int Port(int wanted, bool free)
    {
        if (!free && TryListen(wanted) is { } port)
        {
            return port;
        }

        return TryListen(0)!.Value;
    }

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

    // Until nothing is on its way any more; the reconciliation then says whether it all arrived.
    private static async Task<Reconciliation> DeliveredAsync(string database, GatewaySettings settings, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await using var reader = SqliteDatabase.OpenReadOnly(database);
            var reconciliation = await Reconciliation.OfAsync(reader, settings, cancellationToken);
            var open = reconciliation.Deliveries.Where(pair => pair.Key is "pending" or "sent" or "unknown").Sum(pair => pair.Value);
            Progress.Show("送达", reconciliation.Deliveries.Values.Sum() - open, reconciliation.Deliveries.Values.Sum());
            if (open == 0 || TimeProvider.System.GetElapsedTime(started) > DeliverWithin)
            {
                Progress.End();
                return reconciliation;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    private static async Task SummaryAsync(string folder, Pushed pushed, Reconciliation reconciliation, bool ok, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "summary.json");
        var summary = new
        {
            ok,
            pushed = new { calls = pushed.Calls, records = pushed.Sent, answered = pushed.Answered, verdicts = pushed.Verdicts },
            records = reconciliation.Records,
            deliveries = reconciliation.Deliveries,
            rows = reconciliation.Rows.ToDictionary(pair => pair.Key, pair => new { ours = pair.Value.Least, unknown = pair.Value.Most - pair.Value.Least, theirs = reconciliation.Platform?.GetValueOrDefault(pair.Key) }),
            sums = reconciliation.Sums.Select(sum => new { what = sum.What, value = sum.Value, holds = sum.Holds }),
        };
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, summary, Readable, cancellationToken);
        Console.WriteLine($"  {file}");
    }

    private static string NextSteps((string Department, string CaseNo)? some)
    {
        var (department, caseNo) = some ?? ("mz", "…");
        var path = string.Create(CultureInfo.InvariantCulture, $"/v1/cases?no={Uri.EscapeDataString(caseNo)}");
        return $"""

            网关继续运行，按 Ctrl+C 结束。在另一个终端中可以试：
              {Gateway} call GET '{path}' --client {department}-demo
              {Gateway} call GET '{path}' --client {department}-demo --print
              {Gateway} reconcile
              {Gateway} quarantine
              {Gateway} rejudge --reason '试一试' --dry-run
            """;
    }
}
