using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Console;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>The sample county's recorded day, pushed through a gateway of its own against a sample province that fails in every way it knows, and reconciled.</summary>
internal static class DemoCommand
{
    private const string Gateway = "dotnet run --project src/Gateway --";

    public static async Task<int> RunAsync(bool once, CancellationToken cancellationToken)
    {
        Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", Environments.Development);
        var county = new SampleCounty(Path.Combine(new Paths(Directory.GetCurrentDirectory(), new GatewaySettings()).Data, "sample-county"));
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await using var province = await SampleProvinceProcess.StartAsync(county.Matters, DemoSettings.PaasId, token, cancellationToken);

        var folder = Path.Combine("var", $"demo-{TimeProvider.System.GetLocalNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}");
        var settings = DemoSettings.Of(folder, county, province.Url, token, once);
        DemoFile.Write(settings);
        var isPlaying = true;
        await using var app = Build(settings, isQuiet: () => isPlaying);
        await app.StartAsync(cancellationToken);
        Console.WriteLine($"示例省平台 {province.Url}，网关 {settings["Http:Url"]}，数据在 {folder}");

        using var day = new DemoDay(app.Services, county, province.Url);
        await day.PlayAsync(cancellationToken);
        isPlaying = false;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"报送 {day.Tally.Calls} 次，{day.Tally.Sent} 条；值班员启动平台 {day.Operator.Starts} 次，重新报送 {day.Operator.Resends} 件"));
        var isWell = await EndAsync(app.Services, county, day, folder, cancellationToken);
        if (!once)
        {
            Console.WriteLine(NextSteps(day.Tally.SomeCase));
            await app.WaitForShutdownAsync(cancellationToken);
        }

        await app.StopAsync(CancellationToken.None);
        return isWell ? 0 : 1;
    }

    // While the day is played the table says what goes wrong, and it is meant to: the log has its say before and after.
    private static WebApplication Build(Dictionary<string, string?> settings, Func<bool> isQuiet)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [GatewayHost.ReadsSettingsOnce], EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter<ConsoleLoggerProvider>((_, level) => level >= (isQuiet() ? LogLevel.Critical : LogLevel.Warning));
        return GatewayHost.Build(builder);
    }

    private static async Task<bool> EndAsync(IServiceProvider gateway, SampleCounty county, DemoDay day, string folder, CancellationToken cancellationToken)
    {
        using var reader = gateway.GetRequiredService<StoreAddress>().OpenReadOnly();
        var reconciliation = await Reconciliation.OfAsync(reader, gateway.GetRequiredService<GatewaySettings>(), cancellationToken);
        Console.WriteLine(reconciliation.Table());
        var (summary, file) = (new DemoSummary(county, day, reconciliation), Path.Combine(folder, "summary.json"));
        await summary.WriteAsync(file, cancellationToken);
        foreach (var mistake in summary.Mistakes)
        {
            Console.WriteLine($"  不符 {mistake}");
        }

        Console.WriteLine($"  {file}");
        return summary.IsWell;
    }

    private static string NextSteps((string Department, string CaseNo)? some)
    {
        var (department, caseNo) = some ?? ("mz", "…");
        var path = string.Create(CultureInfo.InvariantCulture, $"/v1/cases?no={Uri.EscapeDataString(caseNo)}");
        return $"""

            网关继续运行，按 Ctrl+C 结束。在另一个终端中可以试：
              {Gateway} call GET '{path}' --client {department}-demo
              {Gateway} call GET '{path}' --client {department}-demo --print
              {Gateway} quarantine
              {Gateway} rejudge --reason '试一试' --dry-run
              {Gateway} reconcile
            """;
    }
}
