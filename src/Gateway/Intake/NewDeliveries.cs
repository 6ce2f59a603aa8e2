using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Intake;

/// <summary>For each taken record and enabled platform exactly one delivery, born in the same transaction.</summary>
internal static class NewDeliveries
{
    /// <summary>Adds the delivery of the case's latest event.</summary>
    public static void Add(Case @case, Platform platform, WriteGroup group)
    {
        var taken = @case.Events[^1];
        var (state, why) = platform.Plan(@case, taken) switch
        {
            RowPlan.NotForThisPlatform not => (DeliveryState.NotForThisPlatform, not.Reason),
            RowPlan.Awaits awaits => (DeliveryState.Waiting, awaits.Why),
            _ => (DeliveryState.Pending, null),
        };
        group.Put(new DeliveryRow(@case.Id, platform.Name, taken.Position, taken.RecordId, Slots.Of(@case.Id), state, 0, null, why, null, null), before: null);

        // What waited for this very event to carry it.
        foreach (var earlier in @case.Events.Where(one => one.Kind == Kinds.CasePaused))
        {
            if (platform.Plan(@case, earlier) is RowPlan.Carried { By: var by } && by == taken.RecordId)
            {
                group.Add(new DeliveryStateChange(@case.Id, platform.Name, earlier.Position, DeliveryState.Waiting, DeliveryState.Carried, by.ToString()));
            }
        }
    }
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
