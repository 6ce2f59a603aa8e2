using System.Data.Common;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// Delivers the open records of every lane to one platform: takes lanes that have work, lets each offer its next run of rows, sends runs of one
/// table together, settles. No lane has two calls in flight.
/// </summary>
internal sealed class Dispatcher(Platform platform, Courier courier, LaneReader lanes, StoreWriter writer, Sealer sealer, HallClock hall, TimeProvider machine, Wakeups wakeups, PlatformGates gates, OwnSlots slots, RecordTraces traces, ILogger<Dispatcher> log)
    : BackgroundService
{
    // Looking at lanes is work of the processor alone.
    private const int Planners = 2;
    private const int MostAtOnce = 100;

    // A gateway that stops lets its calls end for so long: whoever stops it waits ten seconds as a rule. What is cut off is unknown.
    private static readonly TimeSpan LastCalls = TimeSpan.FromSeconds(5);

    private const string NothingTaken = "平台对每一条试送的数据都整批退回（E0900）";

    // A call of one row waits for no other.
    private readonly LaneQueue _queue = new(machine, platform.Settings.BatchSize > 1 ? platform.Settings.Linger : TimeSpan.Zero) { IsOurs = subject => slots.Owns(platform.Name, subject) };
    private readonly PlatformGate _gate = gates.Find(platform.Name)!;
    private readonly RowDigest _digest = new(platform, sealer);
    private readonly Isolations _isolations = new();
    private readonly CallTurns _turns = new(platform.Settings.Concurrency);
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The calls and what follows them; and one while more may come.
    private int _underWay = 1;

    // When a planner last found the platform open: until then what lay ready was to lie.
    private long _passedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        _gate.Opened = _queue.Hurry;
        (_turns.Full, _turns.Free) = (_queue.Hold, _queue.Release);

        using var stopping = stoppingToken.Register(() =>
        {
            slots.BeginNoMore();
            _cut.CancelAfter(LastCalls);
        });

        // What came before this is in the store, and read there.
        wakeups.Listen(_queue.Wake);
        try
        {
            await Task.WhenAll([.. Enumerable.Range(0, Planners).Select(_ => PlanAsync(stoppingToken)), new LaneSupply(platform, _queue, lanes, slots, machine, log).RunAsync(stoppingToken)]);
        }
        finally
        {
            Ended();
            await _ended.Task;
        }
    }

    /// <summary>Whether work has lain ready for so long at a platform that may be called, and nobody took any.</summary>
    public bool IsStill(TimeSpan time) =>
        !_gate.IsHeld && _gate.AwayUntil is null && _queue.ReadySince is { } since && machine.GetUtcNow().UtcTicks - Math.Max(since.UtcTicks, Volatile.Read(ref _passedAt)) > time.Ticks;

    public override void Dispose()
    {
        _gate.Opened = null;
        _queue.Dispose();
        _cut.Dispose();
        base.Dispose();
    }

    private async Task PlanAsync(CancellationToken cancellationToken)
    {
        var most = Math.Max(platform.Settings.BatchSize, Math.Min(platform.Settings.Concurrency, MostAtOnce));
        while (!cancellationToken.IsCancellationRequested)
        {
            var subjects = await _queue.TakeAsync(most, cancellationToken);
            if (slots.IsStopping)
            {
                // They are whoever's comes next.
                return;
            }

            await _gate.PassAsync(cancellationToken);
            Volatile.Write(ref _passedAt, machine.GetUtcNow().UtcTicks);
            await Guarded(subjects, () => StartAsync(subjects, cancellationToken), cancellationToken);
        }
    }

    // A fault of ours: said once, and the lanes come again after a while instead of turning in place.
    private async Task Guarded(List<long> inHand, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            DispatchLog.Failed(log, fault, platform.Name);
            inHand.ForEach(subject => _queue.Return(subject, again: true, machine.GetUtcNow() + platform.Settings.Schedule[0]));
        }
    }

    // Whoever is given on to a call is no longer in the planner's hand.
    private async Task StartAsync(List<long> inHand, CancellationToken cancellationToken)
    {
        var now = machine.GetUtcNow();
        var offers = lanes.Read(platform, inHand).Select(lane => OfferOf(lane.Subject, lane.Open, now)).ToList();
        foreach (var back in await Task.WhenAll(offers.Where(one => one.Offer is not (Offer.Run or Offer.Ask)).Select(one => RestAsync(one.Subject, one.Department, one.Offer))))
        {
            GiveBack(back, inHand);
        }

        foreach (var (subject, department, offer) in offers)
        {
            if (offer is Offer.Ask ask)
            {
                Call([subject], inHand, async () => [await AskAsync(department, ask, cancellationToken)], cancellationToken);
            }
        }

        foreach (var batch in Batches.Of(offers.Where(one => one.Offer is Offer.Run).Select(one => (one.Department, (Offer.Run)one.Offer)), platform.Settings.BatchSize))
        {
            Call([.. batch.Select(pair => pair.Run.Delivery.Subject)], inHand, () => AttemptAsync(batch, isolation: null, cancellationToken), cancellationToken);
        }
    }

    // Nobody here waits for its end.
    private void Call(List<long> subjects, List<long> inHand, Func<Task<IReadOnlyList<Return>>> call, CancellationToken cancellationToken)
    {
        inHand.RemoveAll(subjects.Contains);
        Interlocked.Increment(ref _underWay);
        _ = Task.Run(CallAsync, CancellationToken.None);

        async Task CallAsync()
        {
            try
            {
                await Guarded(subjects, SendAsync, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // The gateway stops.
            }
            finally
            {
                Ended();
            }
        }

        async Task SendAsync()
        {
            foreach (var back in await call())
            {
                GiveBack(back, subjects);
            }
        }
    }

    private void Ended()
    {
        if (Interlocked.Decrement(ref _underWay) == 0)
        {
            _ended.SetResult();
        }
    }

    private void GiveBack(Return back, List<long> inHand)
    {
        inHand.Remove(back.Subject);
        _queue.Return(back.Subject, back.Again, back.At);
    }

    // A case that can't be opened or planned is said and comes again much later: it stops nobody but itself. A store that fails is no fault of one case.
    private (long Subject, string Department, Offer Offer) OfferOf(long subject, Func<Lane> open, DateTimeOffset now)
    {
        try
        {
            var lane = open();
            return (subject, lane.Case.Department, lane.Next(platform.Settings.BatchSize, now));
        }
        catch (Exception fault) when (fault is not (DbException or OperationCanceledException))
        {
            DispatchLog.LaneFailed(log, fault, subject, platform.Name);
            return (subject, "", new Offer.NotYet(now + platform.Settings.Schedule[^1]));
        }
    }

    // What makes no call. A lane that was changed, or has changed meanwhile, is looked at again.
    private async Task<Return> RestAsync(long subject, string department, Offer offer)
    {
        switch (offer)
        {
            case Offer.NotYet notYet:
                return new Return(subject, Again: true, notYet.At);
            case Offer.Blocked { Behind.Count: > 0 } blocked:
                var behind = blocked.Behind.Select(read => (read, read.Row with { State = DeliveryState.Waiting, NextAt = null, Why = blocked.Why })).ToList();
                return new Return(subject, Again: !await DoneAsync(new WithoutCall(department, hall.Now, behind, blocked.By)));
            case Offer.After after:
                return new Return(subject, Again: !await DoneAsync(new WaitAfter(after)));
            case Offer.Over over:
                await DoneAsync(new WithoutCall(department, hall.Now, [(over.Read, over.Read.Row with { State = over.State, NextAt = null, Why = over.Why })]));
                return new Return(subject, Again: true);
            case Offer.Overtaken overtaken:
                await DoneAsync(new Overtaking(overtaken));
                return new Return(subject, Again: true);
            default:
                return new Return(subject, Again: false);
        }
    }

    private async Task<Return> AskAsync(string department, Offer.Ask ask, CancellationToken cancellationToken)
    {
        using var trace = CallTrace.Ask(platform, department, ask, traces);
        var said = await InTurnAsync(department, () => SaidAsync(ask.Rows), said => said[^1].Asked is Asked.NoAnswer { Outcome: Outcome.Unknown } ? false : null, cancellationToken);
        trace?.Ended(Settle.Word(said[^1].Asked), said[^1].Asked is Asked.NoAnswer);
        var after = Settle.AfterAsking(ask.Read.Row, said, platform.Settings, machine.GetUtcNow());
        if (!await DoneAsync(new WithoutCall(department, hall.Now, [(ask.Read, after)])))
        {
            return new Return(after.Subject, Again: true);
        }

        trace?.Settled([after]);
        return said[^1].Asked is Asked.NoAnswer { Outcome: Outcome.HeldBack } ? Later(after) : Next(after);
    }

    // Row by row, until one has no answer.
    private async Task<List<(string RowGuid, Asked Asked)>> SaidAsync(IReadOnlyList<SentRow> rows)
    {
        List<(string, Asked)> said = [];
        foreach (var row in rows)
        {
            said.Add((row.Row.RowGuid, await courier.AskAsync(row, _cut.Token)));
            if (said[^1].Item2 is Asked.NoAnswer { Outcome: var outcome })
            {
                await SawAsync(outcome);
                break;
            }
        }

        return said;
    }

    // What is written after a call does not keep others from theirs.
    private async Task<T> InTurnAsync<T>(string department, Func<Task<T>> call, Func<T, bool?> isAnswered, CancellationToken cancellationToken)
    {
        await _turns.EnterAsync(department, cancellationToken);
        bool? answered = null;
        try
        {
            await _gate.PassAsync(cancellationToken);
            var came = await call();
            answered = isAnswered(came);
            return came;
        }
        finally
        {
            _turns.Leave(department, answered);
        }
    }

    private async Task SawAsync(Outcome outcome)
    {
        if (outcome is Outcome.HeldBack)
        {
            return;
        }

        _gate.Saw(outcome, platform, log);
        if (outcome is Outcome.Stopped stopped)
        {
            await DoneAsync(new StopByAlarm(platform, _gate, stopped.Why, sealer, hall.Now, log));
        }
    }

    private async Task<bool> DoneAsync(WriteWork<bool> work)
    {
        writer.Enqueue(work);
        return await work.Done;
    }

    private async Task<IReadOnlyList<Return>> AttemptAsync(List<(string Department, Offer.Run Run)> batch, Isolation? isolation, CancellationToken cancellationToken)
    {
        var id = writer.TakeAttemptId();
        IReadOnlyList<(Offer.Run Run, DeliveryRow Sent)> deliveries = [.. batch.Select(pair => (pair.Run, Sent(pair.Run, id)))];
        using var trace = CallTrace.Send(platform, batch[0].Department, id, deliveries, traces);
        if (await InTurnAsync(batch[0].Department, () => PostAsync(id, deliveries, isolation), call => IsAnswered(call?.Outcome), cancellationToken) is not var (outcome, blame))
        {
            trace?.Ended("notBegun", isFault: false);
            return [.. batch.Select(pair => new Return(pair.Run.Delivery.Subject, Again: true))];
        }

        trace?.Ended(Settle.Word(outcome), outcome is not Outcome.Answered { Refused.Count: 0 });
        var now = machine.GetUtcNow();
        var after = deliveries.Select(pair => After(pair.Sent, pair.Run, outcome, blame, now)).ToList();
        var settlement = new Settlement(
            platform, new AttemptEnd(id, now.ToUnixTimeMilliseconds(), Settle.Word(outcome), Settle.Why(outcome)), [.. after.Zip(batch, (row, pair) => (row, pair.Department))],
            [.. after.SelectMany(ProvincialNumbers).Distinct()], hall.Now);
        await DoneAsync(settlement);
        trace?.Settled(after);
        return outcome switch
        {
            Outcome.BatchRefused when !IsAlone(deliveries) => await HalveAsync(batch, after, isolation, cancellationToken),
            Outcome.HeldBack => [.. after.Select(Later)],
            _ => [.. batch.Zip(after, (pair, row) => pair.Run.IsLast && row.State == DeliveryState.Confirmed ? new Return(row.Subject, Again: false) : Next(row))],
        };
    }

    // Null where a lane is no longer as it was read, or no call may begin: nothing was sent.
    private async Task<(Outcome Outcome, Blame Blame)?> PostAsync(long id, IReadOnlyList<(Offer.Run Run, DeliveryRow Sent)> deliveries, Isolation? isolation)
    {
        var name = Guid.CreateVersion7(machine.GetUtcNow()).ToString("N");
        var body = OneWindowProtocol.Body(name, platform.Settings.DataSource, HallTime.InHall(machine.GetUtcNow()), [.. deliveries.SelectMany(pair => pair.Run.Rows)]);
        if (!await DoneAsync(new AttemptStart(id, platform, sealer.Seal(body, BitConverter.GetBytes(id)), deliveries, machine.GetUtcNow(), _gate, slots)))
        {
            return null;
        }

        var outcome = await courier.PostAsync(deliveries[0].Run.Rows[0].Row.Table, body, _cut.Token);
        var blame = outcome is Outcome.BatchRefused && IsAlone(deliveries) ? _isolations.Blame(deliveries[0].Sent.Subject, isolation) : Blame.Nobody;
        if (blame == Blame.Platform)
        {
            outcome = new Outcome.Stopped(NothingTaken);
        }

        _isolations.Saw(outcome, deliveries.Select(pair => pair.Sent.Subject));
        await SawAsync(outcome);
        return (outcome, blame);
    }

    private static bool IsAlone(IReadOnlyList<(Offer.Run Run, DeliveryRow Sent)> deliveries) => deliveries is [{ Run.Rows.Count: 1 }];

    private static bool? IsAnswered(Outcome? outcome) => outcome switch
    {
        null or Outcome.Away or Outcome.HeldBack => null,
        Outcome.Unknown => false,
        _ => true,
    };

    private DeliveryRow After(DeliveryRow sent, Offer.Run run, Outcome outcome, Blame blame, DateTimeOffset now) => (outcome, blame) switch
    {
        (Outcome.BatchRefused refused, Blame.Row) => Settle.Alone(sent, run, refused.Code),
        (Outcome.BatchRefused refused, Blame.Unclear) => Settle.Suspect(sent, run, refused.Code, platform.Settings, now),
        _ => Settle.After(sent, run, outcome, platform.Settings, now),
    };

    // A refused batch says nothing about any one row in it: its halves do, and theirs.
    private async Task<IReadOnlyList<Return>> HalveAsync(
        List<(string Department, Offer.Run Run)> batch, List<DeliveryRow> after, Isolation? isolation, CancellationToken cancellationToken)
    {
        var isolates = isolation ?? _isolations.Begin();
        List<Return> returns = [];
        var again = batch.Zip(after, (pair, row) => (pair.Department, Run: pair.Run with { Read = pair.Run.Read with { Row = row } })).ToList();
        foreach (var half in Isolation.Halves(again))
        {
            returns.AddRange(await AttemptAsync(half, isolates, cancellationToken));
        }

        return returns;
    }

    // Written before the call: which rows, by which operation, with which content, and what is to follow.
    private DeliveryRow Sent(Offer.Run run, long attempt)
    {
        var inRun = run.Rows.Select(row => new RowState(row.Row.Table, row.Row.RowGuid, row.Operation, _digest.Of(row.Row), RowState.Sent) { Attempt = attempt, Turn = run.Turn }).ToList();
        var guids = inRun.Concat(run.Later).Select(row => row.RowGuid).ToHashSet(StringComparer.Ordinal);
        var before = RowState.Read(run.Delivery.Rows);

        // Of rows whose outcome is unknown a refused batch sends the front half: the others stay unknown, and behind it.
        var unknown = before.Where(row => row.State == RowState.Sent && !guids.Contains(row.RowGuid));
        return run.Delivery with
        {
            State = DeliveryState.Sent, NextAt = null, Why = null, Rows = RowState.Write([.. before.Where(row => row.State == RowState.Taken), .. inRun, .. unknown, .. run.Later]), Attempts = AttemptIds.Add(run.Delivery.Attempts, attempt),
        };
    }

    private static IEnumerable<NumberRow> ProvincialNumbers(DeliveryRow row) => RowState.Read(row.Rows)
        .Where(one => !string.IsNullOrEmpty(one.ProvincialCaseNo))
        .Select(one => new NumberRow(one.ProvincialCaseNo!, "province", row.Subject));

    private static Return Next(DeliveryRow after) =>
        new(after.Subject, Again: true, after is { State: DeliveryState.Waiting or DeliveryState.Unknown, NextAt: { } at } ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);

    // In the store it may go at once, for whoever takes over; should it stay here, it does not turn in place.
    private Return Later(DeliveryRow after) => new(after.Subject, Again: true, machine.GetUtcNow() + platform.Settings.Schedule[0]);

    /// <summary>A lane that is given back: done for now, at once again, or again from a certain moment.</summary>
    private readonly record struct Return(long Subject, bool Again, DateTimeOffset? At = null);
}
