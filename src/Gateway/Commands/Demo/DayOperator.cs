using System.Diagnostics;
using System.Text.Json.Nodes;
using ServiceHall.Gateway.Commands.Operators;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>The person on duty, scripted: starts the platform again where it was stopped, sends again what it refused. By the same calls as a real one.</summary>
internal sealed class DayOperator(GatewaySettings settings, PlatformGates gates, DeliveryWatch deliveries, DayNews news) : IDisposable
{
    public const string Platform = "one-window";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly OperatorClient _gateway = new(settings);

    public int Starts { get; private set; }

    public int Resends { get; private set; }

    /// <summary>Sees to it that everything pushed so far is delivered, or that it is known why not.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            await StartAsync(cancellationToken);
            var now = deliveries.Read();
            if (now.Refused > 0)
            {
                await ResendAsync(cancellationToken);
            }
            else if (now.Moving == 0)
            {
                return;
            }

            await Task.Delay(Look, cancellationToken);
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (gates.Find(Platform)?.Stopped is not { } why)
        {
            return;
        }

        news.Say($"值班员重新启动平台（{why}）");
        var answered = await _gateway.PostAsync($"/v1/platforms/{Platform}:start", new JsonObject { ["reason"] = "演示：已与平台方确认，恢复报送" }, cancellationToken);
        Starts += answered.ExitCode == 0 ? 1 : 0;
    }

    // A page at a time: the next look sees the rest.
    private async Task ResendAsync(CancellationToken cancellationToken)
    {
        var lanes = await _gateway.GetAsync("/v1/lanes?limit=100", cancellationToken);
        var resent = 0;
        foreach (var record in lanes.Body?["lanes"]?.AsArray().Select(lane => (string)lane!["blockedBy"]!["recordId"]!) ?? [])
        {
            var answered = await _gateway.PostAsync($"/v1/records/{record}:resend", new JsonObject { ["reason"] = "演示：平台方已更正，重新报送", ["platform"] = Platform }, cancellationToken);
            resent += answered.ExitCode == 0 ? 1 : 0;
        }

        Resends += resent;
        if (resent > 0)
        {
            news.Say($"值班员重新报送被退回的 {resent} 件");
        }
    }

    public void Dispose() => _gateway.Dispose();
}
