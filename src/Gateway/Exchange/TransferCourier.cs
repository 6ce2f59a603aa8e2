using System.Net;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Adapters.Platforms.Transfer;
using ServiceHall.Adapters.Resilience;
using ServiceHall.Gateway.CrossRegion;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Exchange;

/// <summary>
/// Exchanges requests with the halls of other regions over the transfer platform: sends the packages of ours, each request's in order, and takes what has come. Both may be
/// done again at any time: the platform knows packages by sender and number, and an act that is here already is nothing new.
/// </summary>
internal sealed class TransferCourier(
    TransferSettings settings, HttpMessageInvoker http, RequestReader reader, RequestDesk desk, PackageIntake intake, StoreWriter writer, TimeProvider machine, ILogger<TransferCourier> log) : BackgroundService
{
    private const string Taken = "0";
    private const string Gap = "R0101";
    private const int Page = 100;

    // One request that fails by itself keeps no other back; a platform that is away is left alone.
    private const int FailuresInARow = 3;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(KeepOnAsync(SendAllAsync, stoppingToken), KeepOnAsync(ReceiveAllAsync, stoppingToken));

    // A fault of ours, or a store that is away, is no reason to stop for good: it is told, and tried again.
    private async Task KeepOnAsync(Func<CancellationToken, Task<bool>> round, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var went = false;
            try
            {
                went = await round(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                TransferLog.Failed(log, fault);
            }

            if (!went)
            {
                await Task.Delay(settings.RetryAfter, machine, stoppingToken);
            }
        }
    }

    private async Task<bool> SendAllAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Look, machine, stoppingToken);
        var failures = 0;
        foreach (var request in reader.Unsent(Page))
        {
            failures = await SendAsync(request, stoppingToken) ? 0 : failures + 1;
            if (failures == FailuresInARow)
            {
                break;
            }
        }

        return failures == 0;
    }

    private async Task<bool> SendAsync(RequestRow request, CancellationToken stoppingToken)
    {
        for (var number = request.Sent + 1; number <= request.Packages; number++)
        {
            var package = PackageContent.Of(request, reader.Package(request.No, number), reader, desk);
            using var call = new HttpRequestMessage(HttpMethod.Post, Address(TransferProtocol.Packages)) { Content = Json(TransferProtocol.Body(package)) };
            if (await CallAsync(call, stoppingToken) is not { } answer || TransferProtocol.ReadReceipt(answer) is not { } code)
            {
                return false;
            }

            if (code == Taken)
            {
                await MarkAsync(request.No, number, problem: null);
                continue;
            }

            // The platform has fewer than we think: it was put back to an older state. Whatever it has it knows again.
            var isBehind = code == Gap && number > 1;
            TransferLog.Refused(log, number, code);
            await MarkAsync(request.No, isBehind ? 0 : number - 1, isBehind ? null : $"transfer.{code}");

            // That is settled for this request; a platform that has forgotten is left a moment.
            return !isBehind;
        }

        return true;
    }

    private async Task<bool> ReceiveAllAsync(CancellationToken stoppingToken)
    {
        var wait = TimeSpan.FromTicks(Math.Min(settings.AttemptTimeout.Ticks / 2, LongestWait.Ticks));
        using var call = new HttpRequestMessage(HttpMethod.Get, Address(TransferProtocol.Inbox((int)wait.TotalSeconds)));
        if (await CallAsync(call, stoppingToken) is not { } answer || TransferProtocol.ReadInbox(answer) is not { } packages)
        {
            return false;
        }

        foreach (var package in packages)
        {
            await intake.TakeAsync(package);
        }

        // Without the confirmation they come again, which is nothing new. Where the platform can't wait, we do.
        return packages is [.., var last] ? await ConfirmAsync(last.Place, stoppingToken) : wait >= TimeSpan.FromSeconds(1);
    }

    private async Task<bool> ConfirmAsync(long place, CancellationToken stoppingToken)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, Address(TransferProtocol.Received)) { Content = Json(TransferProtocol.Body(place)) };
        return await CallAsync(call, stoppingToken) is not null;
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new("application/json") } };

    private async Task<byte[]?> CallAsync(HttpRequestMessage call, CancellationToken stoppingToken)
    {
        call.Options.Set(ResilienceHandler.BeforeAttempt, attempt => OneWindowProtocol.Sign(attempt.Headers, desk.Hall.Division, settings.Token!, machine.GetUtcNow(), Guid.NewGuid().ToString("N")));
        var operation = TransferProtocol.OperationOf(call);
        try
        {
            using var answer = await http.SendAsync(call, stoppingToken);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return await answer.Content.ReadAsByteArrayAsync(stoppingToken);
            }

            TransferLog.NoAnswer(log, operation, $"{(int)answer.StatusCode}");
        }
        catch (Exception fault) when (fault is NotSentException or HttpRequestException or IOException || (fault is OperationCanceledException && !stoppingToken.IsCancellationRequested))
        {
            TransferLog.NoAnswer(log, operation, fault.GetType().Name);
        }

        return null;
    }

    private Uri Address(string path) => new(settings.BaseUrl!.TrimEnd('/') + path);

    private async Task MarkAsync(string no, int sent, string? problem)
    {
        var work = new MarkSent(no, sent, problem, desk);
        writer.Enqueue(work);
        await work.Done;
    }
}

/// <summary>What the exchange logs: places and codes, never a request's number nor what a package says.</summary>
internal static partial class TransferLog
{
    [LoggerMessage(3201, LogLevel.Warning, "The transfer platform gives no answer to {Operation} ({Outcome}); requests wait")]
    public static partial void NoAnswer(ILogger log, string operation, string outcome);

    [LoggerMessage(3202, LogLevel.Error, "The transfer platform refuses package {Number} of a request, which shows it: {Code}")]
    public static partial void Refused(ILogger log, int number, string code);

    [LoggerMessage(3204, LogLevel.Error, "Exchanging requests failed by a fault of ours, or the store is away; it is tried again")]
    public static partial void Failed(ILogger log, Exception fault);

    [LoggerMessage(3203, LogLevel.Error, "Package {Place} of the transfer platform can't be taken: {Why}")]
    public static partial void NotTaken(ILogger log, long place, string why);
}
