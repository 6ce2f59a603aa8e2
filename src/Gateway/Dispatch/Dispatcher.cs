using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// Delivers the open records of every lane to one platform: takes lanes that have work, lets each offer its next run of rows, sends runs of one
/// table together, settles. No lane has two calls in flight.
/// </summary>
internal sealed class Dispatcher(Platform platform, Courier courier, LaneReader lanes, StoreWriter writer, Sealer sealer, HallClock hall, TimeProvider machine, Wakeups wakeups, ILogger<Dispatcher> log)
    : BackgroundService
{
    private const int Page = 10_000;

    private readonly LaneQueue _queue = new(machine);
    private readonly PlatformGate _gate = new(machine);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var woken = wakeups.Listen();
        await Task.Yield();
        var workers = Enumerable.Range(0, platform.Settings.Concurrency).Select(_ => WorkAsync(stoppingToken));
        await Task.WhenAll([.. workers, ListenAsync(woken, stoppingToken), ResumeAsync(stoppingToken)]);
    }

    public override void Dispose()
    {
        _queue.Dispose();
        base.Dispose();
    }

    private async Task ListenAsync(System.Threading.Channels.ChannelReader<long> woken, CancellationToken cancellationToken)
    {
        await foreach (var subject in woken.ReadAllAsync(cancellationToken))
        {
            _queue.Wake(subject);
        }
    }

    // Whatever was open when the last process ended.
    private Task ResumeAsync(CancellationToken cancellationToken)
    {
        for (var slot = 0; slot < Slots.Count && !cancellationToken.IsCancellationRequested; slot++)
        {
            var after = 0L;
            while (lanes.Open(platform.Name, slot, after, Page) is { Count: > 0 } page)
            {
                foreach (var subject in page)
                {
                    _queue.Wake(subject);
                }

                after = page[^1];
            }
        }

        return Task.CompletedTask;
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var subjects = await _queue.TakeAsync(platform.Settings.BatchSize, cancellationToken);
            await _gate.PassAsync(cancellationToken);
            try
            {
                await SendAsync(subjects, cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // A fault of ours: said once, and the lanes come again after a while instead of turning in place.
                DispatchLog.Failed(log, fault, platform.Name);
                subjects.ForEach(subject => _queue.Return(subject, again: true, machine.GetUtcNow() + platform.Settings.Schedule[0]));
            }
        }
    }

    // Every subject taken is returned exactly once: here, or in the catch above where nothing was returned yet.
    private async Task SendAsync(List<long> subjects, CancellationToken cancellationToken)
    {
        var now = machine.GetUtcNow();
        var offers = lanes.Read(platform, subjects).Select(lane => (lane.Case, Offer: lane.Next(platform.Settings.BatchSize, now))).ToList();
        var returns = new List<(long Subject, bool Again, DateTimeOffset? At)>();
        foreach (var (@case, offer) in offers.Where(pair => pair.Offer is not Offer.Run))
        {
            returns.Add(await RestAsync(@case.Id, offer));
        }

        foreach (var batch in Batches(offers.Where(pair => pair.Offer is Offer.Run).Select(pair => (pair.Case.Department, (Offer.Run)pair.Offer))))
        {
            returns.AddRange(await AttemptAsync(batch, cancellationToken));
        }

        subjects.Clear();
        foreach (var (subject, again, at) in returns)
        {
            _queue.Return(subject, again, at);
        }
    }

    private async Task<(long, bool, DateTimeOffset?)> RestAsync(long subject, Offer offer)
    {
        switch (offer)
        {
            case Offer.NotYet notYet:
                return (subject, true, notYet.At);
            case Offer.Blocked { Behind.Count: > 0 } blocked:
                var waiting = new WaitBehind(blocked.Behind, $"等待在前的记录 {blocked.ByKey}，它被平台退回");
                writer.Enqueue(waiting);
                await waiting.Done;
                return (subject, false, null);
            default:
                return (subject, false, null);
        }
    }

    private IEnumerable<List<(string Department, Offer.Run Run)>> Batches(IEnumerable<(string Department, Offer.Run Run)> runs)
    {
        foreach (var table in runs.GroupBy(pair => pair.Run.Rows[0].Row.Table, StringComparer.Ordinal))
        {
            List<(string, Offer.Run)> batch = [];
            var rows = 0;
            foreach (var pair in table)
            {
                if (rows + pair.Run.Rows.Count > platform.Settings.BatchSize)
                {
                    yield return batch;
                    (batch, rows) = ([], 0);
                }

                batch.Add(pair);
                rows += pair.Run.Rows.Count;
            }

            yield return batch;
        }
    }

    private async Task<IReadOnlyList<(long, bool, DateTimeOffset?)>> AttemptAsync(List<(string Department, Offer.Run Run)> batch, CancellationToken cancellationToken)
    {
        var name = Guid.CreateVersion7(machine.GetUtcNow()).ToString("N");
        var body = OneWindowProtocol.Body(name, platform.Settings.DataSource, HallTime.InHall(machine.GetUtcNow()), [.. batch.SelectMany(pair => pair.Run.Rows)]);
        var id = writer.TakeAttemptId();
        IReadOnlyList<(Offer.Run Run, DeliveryRow Sent)> deliveries = [.. batch.Select(pair => (pair.Run, Sent(pair.Run, id)))];
        var start = new AttemptStart(id, platform, sealer.Seal(body, BitConverter.GetBytes(id)), deliveries, machine.GetUtcNow());
        writer.Enqueue(start);
        await start.Done;

        var outcome = await courier.PostAsync(batch[0].Run.Rows[0].Row.Table, body, cancellationToken);
        _gate.Saw(outcome, platform, log);
        var now = machine.GetUtcNow();
        var after = deliveries.Select(pair => Settle.After(pair.Sent, pair.Run, outcome, platform.Settings, now)).ToList();
        var settlement = new Settlement(
            platform, new AttemptEnd(id, now.ToUnixTimeMilliseconds(), Settle.Word(outcome), Settle.Why(outcome)), [.. after.Zip(batch, (row, pair) => (row, pair.Department))],
            [.. after.SelectMany(ProvincialNumbers).Distinct()], hall.Now);
        writer.Enqueue(settlement);
        await settlement.Done;
        return [.. after.Select(Next)];
    }

    // Written before the call: which rows, by which operation, with which content.
    private DeliveryRow Sent(Offer.Run run, long attempt)
    {
        var inRun = run.Rows.Select(row => new RowState(
            row.Row.Table, row.Row.RowGuid, row.Operation, Convert.ToHexStringLower(sealer.Digest("row", OneWindowProtocol.Content(row.Row, platform.Settings.DataSource))), RowState.Sent)).ToList();
        var guids = inRun.Select(row => row.RowGuid).ToHashSet(StringComparer.Ordinal);
        var before = RowState.Read(run.Delivery.Rows).Where(row => !guids.Contains(row.RowGuid));
        return run.Delivery with { State = DeliveryState.Sent, NextAt = null, Why = null, Rows = RowState.Write([.. before, .. inRun]), Attempts = AttemptIds.Add(run.Delivery.Attempts, attempt) };
    }

    private static IEnumerable<NumberRow> ProvincialNumbers(DeliveryRow row) => RowState.Read(row.Rows)
        .Where(one => !string.IsNullOrEmpty(one.ProvincialCaseNo))
        .Select(one => new NumberRow(one.ProvincialCaseNo!, "province", row.Subject));

    private static (long, bool, DateTimeOffset?) Next(DeliveryRow after) => after.State switch
    {
        DeliveryState.Waiting or DeliveryState.Unknown => (after.Subject, true, DateTimeOffset.FromUnixTimeMilliseconds(after.NextAt!.Value)),
        _ => (after.Subject, true, null),
    };
}
