using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>One case's deliveries to one platform, strictly in order. Decides what goes next; changes nothing.</summary>
/// <param name="sent">Rows as they were sent, for those whose content the case no longer tells.</param>
/// <param name="priorOf">How a record of another lane stands that must be at the platform first.</param>
internal sealed class Lane(Platform platform, Case @case, IReadOnlyList<DeliveryRow> inOrder, SentRows sent, Func<Prerequisite, Prior> priorOf)
{
    private readonly bool _isCorrected = inOrder.Any(one => Places.IsCorrection(one.Position));

    public Case Case => @case;

    /// <summary>The next run, of at most so many rows.</summary>
    public Offer Next(int mostRows, DateTimeOffset now)
    {
        // What nobody knows the outcome of goes before all else, just as it was sent: a correction never overtakes it.
        foreach (var delivery in inOrder.Where(one => one.State < DeliveryState.Confirmed))
        {
            if (RowState.Read(delivery.Rows).Where(row => row.State == RowState.Sent).ToList() is { Count: > 0 } open)
            {
                return (Offer?)NotBefore(delivery, now) ?? Unknown(delivery, open);
            }
        }

        foreach (var delivery in inOrder.Where(one => one.State is < DeliveryState.Confirmed or DeliveryState.Refused))
        {
            if (Offered(delivery, mostRows, now) is { } offer)
            {
                return offer;
            }
        }

        return new Offer.Nothing();
    }

    /// <summary>The rows that this delivery would send if it were next, whatever it waits for.</summary>
    public IReadOnlyList<SentRow> RowsOf(DeliveryRow delivery)
    {
        var taken = @case.Events.FirstOrDefault(one => one.RecordId == delivery.RecordId);
        var plan = taken is null ? null : platform.Plan(AsTold(delivery), taken);
        return IsOvertaken(delivery) || plan is RowPlan.Awaits ? [] : Difference(delivery, taken, plan);
    }

    // Null where this one has nothing to send yet and nobody waits for it (a pause before its resume).
    private Offer? Offered(DeliveryRow delivery, int mostRows, DateTimeOffset now)
    {
        if (IsOvertaken(delivery))
        {
            return new Offer.Overtaken(Read(delivery), KeyOf(delivery));
        }

        if (delivery.State == DeliveryState.Refused)
        {
            return BlockedBy(delivery, Behind.Why(KeyOf(delivery)));
        }

        var taken = @case.Events.FirstOrDefault(one => one.RecordId == delivery.RecordId);
        var plan = taken is null ? null : platform.Plan(AsTold(delivery), taken);
        if (plan is RowPlan.Awaits awaits && delivery.State == DeliveryState.Waiting)
        {
            // The end may have come while this delivery was looked at; or it waited for something else until now.
            return platform.Plan(@case, taken!) is RowPlan.Carried || delivery.Why != awaits.Why ? Over(delivery, taken) : null;
        }

        return (Offer?)NotBefore(delivery, now) ?? (Difference(delivery, taken, plan) is { Count: > 0 } rows ? After(delivery, rows, plan) ?? Run(delivery, rows, mostRows) : Over(delivery, taken));
    }

    // What an operator sent on its way again is no longer unknown: it goes, to the letter, whatever the profile says.
    private Offer Unknown(DeliveryRow delivery, List<RowState> open) => platform.Settings.WhenUnknown switch
    {
        OneWindowSettings.Ask => new Offer.Ask(Read(delivery), sent.Again(delivery, open)),
        var profile when delivery.State == DeliveryState.Unknown && (profile == OneWindowSettings.Person || delivery.NextAt is null) => BlockedBy(delivery, Behind.Unknown(KeyOf(delivery))),
        _ => new Offer.Run(Read(delivery), sent.Again(delivery, open), RowState.PlannedOf(delivery.Rows)) { Turn = NextTurn() },
    };

    private Offer.Blocked BlockedBy(DeliveryRow delivery, string why) => new(why, Read(delivery), [.. UntoldBehind(delivery, why).Select(Read)]);

    // Who waits behind another by now says so too: the one it named may have gone on.
    private IEnumerable<DeliveryRow> UntoldBehind(DeliveryRow delivery, string why) =>
        inOrder.Where(one => one.Position > delivery.Position && (one.State == DeliveryState.Pending || (Behind.IsBehind(one) && one.Why != why)));

    // Null where nothing of another lane is to be there first.
    private Offer? After(DeliveryRow delivery, List<SentRow> rows, RowPlan? plan)
    {
        foreach (var prerequisite in Prerequisites(delivery, rows, plan))
        {
            if (priorOf(prerequisite) is not Prior.There and var prior)
            {
                var changes = Waiting(delivery, prerequisite, isNoted: prior == Prior.Awaited);
                return prior == Prior.Awaited && changes.Count == 0 ? new Offer.Nothing() : new Offer.After(Read(delivery), prerequisite, changes);
            }
        }

        return null;
    }

    // Of all records that these rows tell of: where something was corrected, others than the delivery's own.
    private IEnumerable<Prerequisite> Prerequisites(DeliveryRow delivery, List<SentRow> rows, RowPlan? plan)
    {
        var own = plan is RowPlan.Rows { After: var after } ? after : [];
        if (!_isCorrected)
        {
            return own;
        }

        var (told, guids) = (AsTold(delivery), rows.Select(row => row.Row.RowGuid).ToHashSet(StringComparer.Ordinal));
        var others = told.Events.Select(one => platform.Plan(told, one)).OfType<RowPlan.Rows>().Where(one => one.After.Count > 0 && one.Ordered.Any(row => guids.Contains(row.RowGuid)));
        return own.Concat(others.SelectMany(one => one.After));
    }

    private List<(ReadDelivery Read, DeliveryRow After)> Waiting(DeliveryRow delivery, Prerequisite prerequisite, bool isNoted)
    {
        var (own, behind) = (Behind.Prior(prerequisite.Key), Behind.After(KeyOf(delivery), prerequisite.Key));
        var stands = isNoted && delivery is { State: DeliveryState.Waiting, NextAt: null } && delivery.Why == own;
        return
        [
            .. stands ? [] : new[] { (Read(delivery), Waiting(delivery, own)) },
            .. UntoldBehind(delivery, behind).Select(one => (Read(one), Waiting(one, behind))),
        ];
    }

    private static DeliveryRow Waiting(DeliveryRow delivery, string why) => delivery with { State = DeliveryState.Waiting, NextAt = null, Why = why };

    private string KeyOf(DeliveryRow delivery) => @case.KeyAt(Places.Of(delivery.Position));

    private static Offer.NotYet? NotBefore(DeliveryRow delivery, DateTimeOffset now) =>
        delivery.NextAt is { } at && at > now.ToUnixTimeMilliseconds() ? new Offer.NotYet(DateTimeOffset.FromUnixTimeMilliseconds(at)) : null;

    private Offer.Run Run(DeliveryRow delivery, List<SentRow> rows, int mostRows)
    {
        var run = rows.TakeWhile(row => row.Row.Table == rows[0].Row.Table).Take(mostRows).ToList();
        return new Offer.Run(Read(delivery), run, [.. rows.Skip(run.Count).Select(RowState.Planned)]) { Turn = NextTurn(), IsLast = run.Count == rows.Count && IsOnlyOpen(delivery) };
    }

    private int NextTurn() => inOrder.SelectMany(one => RowState.Read(one.Rows)).Select(row => row.Turn).DefaultIfEmpty().Max() + 1;

    // The rows of this record; and where something was corrected, all else of the case that the platform holds otherwise by now.
    private List<SentRow> Difference(DeliveryRow delivery, CaseEvent? taken, RowPlan? plan)
    {
        if (!_isCorrected && plan is not RowPlan.Rows)
        {
            return [];
        }

        // How the result reached the applicant is said in the result's row, which is another record's.
        return _isCorrected || taken?.Kind == Kinds.CaseDelivered
            ? [.. new HeldRows(inOrder).Difference(Wanted(AsTold(delivery)), sent.Digest, sent.Content).Where(row => !IsDiscarded(row))]
            : [.. new HeldRows([delivery]).Difference(((RowPlan.Rows)plan!).Ordered.Select(row => new WantedRow(row, IsLeft: false)), sent.Digest, content: null)];
    }

    // A record that this platform was not to be told of, though it has rows, was set aside by a person.
    private IEnumerable<WantedRow> Wanted(Case told) =>
        from one in told.Events
        let isLeft = Places.Latest(inOrder, one.Position)?.State == DeliveryState.NotForThisPlatform
        let plan = platform.Plan(told, one) as RowPlan.Rows
        where plan is not null
        from row in plan.Ordered
        select new WantedRow(row, isLeft);

    // The platform refused just this, and a person decided that it goes no more; a later version in that place is another matter.
    private bool IsDiscarded(SentRow row) => inOrder
        .Where(one => one.State == DeliveryState.NotForThisPlatform && Places.Latest(inOrder, Places.Of(one.Position)) == one)
        .SelectMany(one => RowState.Read(one.Rows))
        .Any(one => one.State == RowState.Refused && one.RowGuid == row.Row.RowGuid && one.Operation == row.Operation && one.Digest == sent.Digest(row.Row));

    private Offer.Over Over(DeliveryRow delivery, CaseEvent? taken)
    {
        // Some of its rows went, the others are no longer wanted.
        if (RowState.Read(delivery.Rows).Any(row => row.State == RowState.Taken))
        {
            return new Offer.Over(Read(delivery), DeliveryState.Confirmed, null);
        }

        var (state, why) = (taken is null ? null : platform.Plan(@case, taken)) switch
        {
            RowPlan.NotForThisPlatform not => (DeliveryState.NotForThisPlatform, not.Reason),
            RowPlan.Awaits awaits => (DeliveryState.Waiting, awaits.Why),
            RowPlan.Carried carried => (DeliveryState.Carried, carried.By.ToString()),
            RowPlan.Rows { Ordered: [var first, ..] } when new HeldRows(inOrder).CarrierOf(first.RowGuid) is { } by => (DeliveryState.Carried, by.ToString()),
            RowPlan.Rows => (DeliveryState.NotForThisPlatform, "它的数据行经人工处理不再报送"),
            _ => (DeliveryState.NotForThisPlatform, "平台上没有该记录的数据，无需撤回"),
        };
        return new Offer.Over(Read(delivery), state, why);
    }

    // The case as far as the platform has been told, this record with it: what comes behind in the lane is not yet to be seen in its rows, nor what
    // came after the lane was read. A pause has no row of its own, and what is told of its end needs it.
    private Case AsTold(DeliveryRow delivery)
    {
        var untold = inOrder
            .GroupBy(one => Places.Of(one.Position))
            .Where(place => place.Key != Places.Of(delivery.Position) && !place.Any(IsTold))
            .Select(place => place.Key)
            .ToHashSet();
        var last = Places.Of(inOrder[^1].Position);
        return untold.Count == 0 && @case.Events.All(one => one.Position <= last)
            ? @case
            : @case.Only(one => one.Position <= last && (one.Kind == Kinds.CasePaused || !untold.Contains(one.Position)));
    }

    private static bool IsTold(DeliveryRow delivery) => delivery.IsDone || RowState.Read(delivery.Rows).Any(row => row.State == RowState.Taken);

    private bool IsOvertaken(DeliveryRow delivery) => _isCorrected && Places.Latest(inOrder, Places.Of(delivery.Position)) != delivery;

    // What is corrected may change what is to be told of the others.
    private bool IsOnlyOpen(DeliveryRow delivery) => !_isCorrected && inOrder.All(one => one == delivery || one.State is >= DeliveryState.Confirmed and not DeliveryState.Refused);

    private ReadDelivery Read(DeliveryRow delivery) => new(delivery, inOrder.Count(one => one.Position <= delivery.Position));
}
