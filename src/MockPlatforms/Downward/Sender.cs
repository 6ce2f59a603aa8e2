using System.Text.Json;

namespace ServiceHall.MockPlatforms.Downward;

/// <summary>Sends down what is in the outbox, each until the hall has answered for it, and follows what becomes of it.</summary>
internal sealed class Sender(Outbox outbox, HallClient hall, TimeProvider clock) : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([FollowAsync(stoppingToken), .. Enumerable.Range(0, AtOnce).Select(_ => SendAllAsync(stoppingToken))]);

    private async Task SendAllAsync(CancellationToken stop)
    {
        await foreach (var sent in outbox.ToSend.ReadAllAsync(stop))
        {
            await UntilAsync(() => TrySendAsync(sent, stop), stop);
        }
    }

    // The same bytes again, whatever became of the call: the hall knows the number.
    private async Task<bool> TrySendAsync(Sent sent, CancellationToken stop)
    {
        var answer = await hall.CallAsync(HttpMethod.Post, "/v1/inbound/applications", sent.Body, stop);
        switch (answer)
        {
            case { Status: 200, Body: var body }:
                outbox.Settle(sent.PlatformNo, body.GetProperty("taskNo").GetString(), code: null);
                return true;
            case { Status: 400 or 403 or 404 or 409 or 413 or 415, Body: var body }:
                outbox.Settle(sent.PlatformNo, taskNo: null, body.GetProperty("code").GetString());
                return true;
            default:
                return false;
        }
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await UntilAsync(() => TryFollowAsync(stop), stop);
        }
    }

    private async Task<bool> TryFollowAsync(CancellationToken stop)
    {
        if (await hall.CallAsync(HttpMethod.Get, $"/v1/tasks?after={outbox.Cursor}&limit=1000&wait=20", [], stop) is not { Status: 200, Body: var page })
        {
            return false;
        }

        outbox.See(page.GetProperty("next").GetString()!, page.GetProperty("tasks").EnumerateArray().Select(task =>
            (task.GetProperty("platformNo").GetString()!, task.GetProperty("state").GetString()!, Text(task, "caseState"), Text(task, "reason"))));
        return true;
    }

    private async Task UntilAsync(Func<Task<bool>> done, CancellationToken stop)
    {
        for (var pause = FirstPause; !await done(); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, clock, stop);
        }
    }

    private static string? Text(JsonElement task, string name) => task.TryGetProperty(name, out var text) ? text.GetString() : null;
}
