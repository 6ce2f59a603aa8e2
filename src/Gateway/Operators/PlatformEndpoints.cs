using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Operators;

/// <summary><c>POST /v1/platforms/{name}:stop</c> and <c>:start</c>.</summary>
internal sealed class PlatformEndpoints(Orders orders, StoreWriter writer, Hall hall, PlatformGates gates, TimeProvider machine, ILogger<PlatformEndpoints> log)
{
    /// <summary>Calls that are under way end; no other begins, also after a restart.</summary>
    public async Task StopAsync(HttpContext context, string name)
    {
        if (await OrderBody.ReadAsync(context) is not { } body || await GateAsync(context, name) is not { } gate)
        {
            return;
        }

        var work = new StopPlatform(name, gate, body.Order, hall);
        if (await orders.TryAsync(context, work))
        {
            if (!body.Order.IsRehearsal)
            {
                OperatorsLog.Stopped(log, name, body.Order.Actor);
            }

            await Orders.AnswerAsync(context, work, to => Write(to, name, "stopped"));
        }
    }

    /// <summary>What waits goes at once, whatever moment it waited for at this platform.</summary>
    public async Task StartAsync(HttpContext context, string name)
    {
        if (await OrderBody.ReadAsync(context) is not { } body || await GateAsync(context, name) is not { } gate)
        {
            return;
        }

        var work = new StartPlatform(name, body.Order, hall);
        if (await orders.TryAsync(context, work))
        {
            if (!body.Order.IsRehearsal)
            {
                await OpenAsync(name, gate);
                OperatorsLog.Started(log, name, body.Order.Actor);
            }

            await Orders.AnswerAsync(context, work, to => Write(to, name, "running"));
        }
    }

    // First the deliveries, so that no lane is read with the moment it was to wait for.
    private async Task OpenAsync(string platform, PlatformGate gate)
    {
        for (var slot = 0; slot < Slots.Count; slot++)
        {
            var hurry = new HurrySlot(platform, slot, machine.GetUtcNow());
            writer.Enqueue(hurry);
            await hurry.Done;
        }

        var open = new OpenGate(platform, gate, hall);
        writer.Enqueue(open);
        await open.Done;
    }

    private async Task<PlatformGate?> GateAsync(HttpContext context, string name)
    {
        if (gates.Find(name) is { } gate)
        {
            return gate;
        }

        await Problem.AnswerAsync(context, ProblemCodes.NoSuchPlatform);
        return null;
    }

    private static void Write(Utf8JsonWriter to, string name, string state)
    {
        to.WriteString("platform", name);
        to.WriteString("state", state);
    }
}
