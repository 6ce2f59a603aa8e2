using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Intake;

/// <summary>For each taken record and enabled platform exactly one delivery, born in the same transaction.</summary>
internal static class NewDeliveries
{
    private const string NoPlace = "本平台不接收此类记录";

    /// <summary>A delivery that no platform has tried yet.</summary>
    public static DeliveryRow Row(long subject, Platform platform, long position, Guid recordId, (DeliveryState State, string? Why) born) =>
        new(subject, platform.Name, position, recordId, Slots.Of(subject), born.State, 0, null, born.Why, null, null);

    /// <summary>The state in which the delivery of an event is born.</summary>
    public static (DeliveryState State, string? Why) Born(RowPlan plan) => plan switch
    {
        RowPlan.NotForThisPlatform not => (DeliveryState.NotForThisPlatform, not.Reason),
        RowPlan.Awaits awaits => (DeliveryState.Waiting, awaits.Why),
        RowPlan.Carried carried => (DeliveryState.Carried, carried.By.ToString()),
        _ => (DeliveryState.Pending, null),
    };

    /// <summary>Adds the deliveries of a record that is no event of a case: no platform has a place for it.</summary>
    public static void AddForeign(long subject, long position, Guid recordId, Hall hall, WriteGroup group, string why = NoPlace)
    {
        foreach (var platform in hall.Platforms.Enabled)
        {
            group.Put(Row(subject, platform, position, recordId, (DeliveryState.NotForThisPlatform, why)), before: null);
        }
    }

    /// <summary>Adds the delivery of the case's latest event.</summary>
    public static void Add(Case @case, Platform platform, WriteGroup group)
    {
        var taken = @case.Events[^1];
        group.Put(Row(@case.Id, platform, Places.First(taken.Position), taken.RecordId, Born(platform.Plan(@case, taken))), before: null);
        if (@case.Corrections > 0 || taken.Kind == Kinds.CaseResumed)
        {
            Replanned.Refresh(@case, platform, group);
        }
    }
}

/// <summary>Deliveries that have sent nothing, and of which the case says something else by now.</summary>
internal static class Replanned
{
    /// <summary>A pause travels with the rows of its resume, whichever that is after corrections; what had no row for the platform may have one.</summary>
    public static void Refresh(Case @case, Platform platform, WriteGroup group)
    {
        var lane = group.DeliveriesOf(@case.Id).Where(row => row.Platform == platform.Name).ToList();
        foreach (var one in @case.Events)
        {
            var (state, why) = NewDeliveries.Born(platform.Plan(@case, one));
            if (Places.Latest(lane, one.Position) is { } row && IsChanged(@case, platform, one, row, state, why))
            {
                group.Put(row with { State = state, NextAt = null, Why = why }, row.State);
            }
        }
    }

    // A pause that waits for anything else than its end (the platform, a refused delivery before it) has news for the platform, and stays as it is. What a
    // person discarded, the platform had refused: that stays as decided.
    private static bool IsChanged(Case @case, Platform platform, CaseEvent one, DeliveryRow row, DeliveryState state, string? why) => one.Kind == Kinds.CasePaused
        ? (row.State == DeliveryState.Carried || WaitsForItsEnd(@case, platform, one, row)) && (row.State, row.Why) != (state, why)
        : row.State == DeliveryState.NotForThisPlatform && row.Rows is null && state == DeliveryState.Pending;

    private static bool WaitsForItsEnd(Case @case, Platform platform, CaseEvent pause, DeliveryRow row) =>
        row.State == DeliveryState.Waiting && platform.Plan(@case.Only(one => one.Position <= pause.Position), pause) is RowPlan.Awaits awaits && row.Why == awaits.Why;
}

/// <summary>The row of a case, with what lists and lights go by.</summary>
internal static class CaseRows
{
    public static CaseRow Of(Case @case, Hall hall)
    {
        var clock = CaseClock.Read(@case.Facts, @case.Matter?.Promised, hall.Rules.Calendar, hall.Clock.Now);
        return new CaseRow(
            @case.Id, @case.Department, @case.Matter?.Code, hall.Division, (int)@case.Facts.State,
            clock.Running ? clock.YellowAt?.ToUnixTimeMilliseconds() : null, clock.Running ? clock.DueAt?.ToUnixTimeMilliseconds() : null, CaseDocument.Seal(hall.Sealer, @case));
    }
}
