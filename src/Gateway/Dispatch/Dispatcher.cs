using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// Delivers the open records of every lane to one platform: takes lanes that have work, lets each offer its next run of rows, sends runs of one
/// table together, settles. No lane has two calls in flight.
/// </summary>
internal sealed class Dispatcher(Platform platform, Courier courier, LaneReader lanes, StoreWriter writer, Sealer sealer, HallClock hall, TimeProvider machine, Wakeups wakeups, PlatformGates gates, ILogger<Dispatcher> log)
    : BackgroundService
{
    private const int Page = 10_000;

    private readonly LaneQueue _queue = new(machine);
    private readonly PlatformGate _gate = gates.Find(platform.Name)!;
    private readonly RowDigest _digest = new(platform, sealer);

    // From the beginning: a background service may start after the first call came in.
    private readonly ChannelReader<long> _woken = wakeups.Listen();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        _gate.Opened = _queue.Hurry;
        var workers = Enumerable.Range(0, platform.Settings.Concurrency).Select(_ => WorkAsync(stoppingToken));
        await Task.WhenAll([.. workers, ListenAsync(stoppingToken), ResumeAsync(stoppingToken)]);
    }

    public override void Dispose()
    {
        _gate.Opened = null;
        _queue.Dispose();
        base.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await foreach (var subject in _woken.ReadAllAsync(cancellationToken))
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
        var offers = subjects.Select(subject => OfferOf(subject, now)).ToList();
        var returns = new List<(long Subject, bool Again, DateTimeOffset? At)>();
        foreach (var (subject, _, offer) in offers.Where(one => one.Offer is not Offer.Run))
        {
            returns.Add(await RestAsync(subject, offer));
        }

        foreach (var batch in Batches(offers.Where(one => one.Offer is Offer.Run).Select(one => (one.Department, (Offer.Run)one.Offer))))
        {
            returns.AddRange(await AttemptAsync(batch, cancellationToken));
        }

        subjects.Clear();
        foreach (var (subject, again, at) in returns)
        {
            _queue.Return(subject, again, at);
        }
    }

    // A case that can't be opened or planned is said and comes again much later: it stops nobody but itself. A store that fails is no fault of one case.
    private (long Subject, string Department, Offer Offer) OfferOf(long subject, DateTimeOffset now)
    {
        try
        {
            var lane = lanes.Read(platform, subject);
            return (subject, lane.Case.Department, lane.Next(platform.Settings.BatchSize, now));
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException or InvalidOperationException)
        {
            DispatchLog.LaneFailed(log, fault, subject, platform.Name);
            return (subject, "", new Offer.NotYet(now + platform.Settings.Schedule[^1]));
        }
    }

    // What needs no call. A lane that was changed without one, or has changed meanwhile, is looked at again.
    private async Task<(long, bool, DateTimeOffset?)> RestAsync(long subject, Offer offer)
    {
        switch (offer)
        {
            case Offer.NotYet notYet:
                return (subject, true, notYet.At);
            case Offer.Blocked { Behind.Count: > 0 } blocked:
                var why = Behind.Why(blocked.ByKey);
                return (subject, !await DoneAsync(new WithoutCall([.. blocked.Behind.Select(behind => (behind, DeliveryState.Waiting, (string?)why))], blocked.By)), null);
            case Offer.Over over:
                await DoneAsync(new WithoutCall([(over.Read, over.State, over.Why)]));
                return (subject, true, null);
            case Offer.Overtaken overtaken:
                await DoneAsync(new Overtaking(overtaken));
                return (subject, true, null);
            default:
                return (subject, false, null);
        }
    }

    private async Task<bool> DoneAsync(WriteWork<bool> work)
    {
        writer.Enqueue(work);
        return await work.Done;
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
        var start = new AttemptStart(id, platform, sealer.Seal(body, BitConverter.GetBytes(id)), deliveries, machine.GetUtcNow(), _gate);
        if (!await DoneAsync(start))
        {
            return [.. batch.Select(pair => (pair.Run.Delivery.Subject, true, (DateTimeOffset?)null))];
        }

        var outcome = await courier.PostAsync(batch[0].Run.Rows[0].Row.Table, body, cancellationToken);
        _gate.Saw(outcome, platform, log);
        var now = machine.GetUtcNow();
        var after = deliveries.Select(pair => Settle.After(pair.Sent, pair.Run, outcome, platform.Settings, now)).ToList();
        var settlement = new Settlement(
            platform, new AttemptEnd(id, now.ToUnixTimeMilliseconds(), Settle.Word(outcome), Settle.Why(outcome)), [.. after.Zip(batch, (row, pair) => (row, pair.Department))],
            [.. after.SelectMany(ProvincialNumbers).Distinct()], hall.Now);
        await DoneAsync(settlement);
        return [.. after.Select(Next)];
    }

    // Written before the call: which rows, by which operation, with which content, and what is to follow.
    private DeliveryRow Sent(Offer.Run run, long attempt)
    {
        var inRun = run.Rows.Select(row => new RowState(row.Row.Table, row.Row.RowGuid, row.Operation, _digest.Of(row.Row), RowState.Sent) { Attempt = attempt }).ToList();
        var guids = inRun.Concat(run.Later).Select(row => row.RowGuid).ToHashSet(StringComparer.Ordinal);
        var before = RowState.Read(run.Delivery.Rows).Where(row => row.State == RowState.Taken && !guids.Contains(row.RowGuid));
        return run.Delivery with
        {
            State = DeliveryState.Sent, NextAt = null, Why = null, Rows = RowState.Write([.. before, .. inRun, .. run.Later]), Attempts = AttemptIds.Add(run.Delivery.Attempts, attempt),
        };
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
