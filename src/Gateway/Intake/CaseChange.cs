using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Intake;

/// <summary>
/// <c>case.changed</c>: a case that was there shows another state, clock or light once a record is taken. That a case begins is told by the record
/// that begins it; that time goes on is no change.
/// </summary>
internal static class CaseChange
{
    /// <param name="before">The case without the record.</param>
    /// <param name="after">The case with it.</param>
    /// <param name="record">What was taken; its receipt is the moment at which both are looked at.</param>
    /// <param name="id">The id it is kept under.</param>
    public static void Tell(Case before, Case after, Record record, Guid id, Hall hall, WriteGroup group)
    {
        if (IsChanged(before, after, record, hall))
        {
            group.Add(new JournalRow(
                record.ReceivedAt.ToUnixTimeMilliseconds(), "case.changed", after.Department, after.Id, id, null, after.Facts.State.Word(), null, null));
        }
    }

    // A further step, which is most of what comes, moves no clock of its case.
    private static bool IsChanged(Case before, Case after, Record record, Hall hall) =>
        before.Facts.State != after.Facts.State
        || ((record.Data is not Step || after.Corrections != before.Corrections) && Clocks(before, record.ReceivedAt, hall) != Clocks(after, record.ReceivedAt, hall));

    private static (ClockReading, DateTimeOffset?) Clocks(Case @case, DateTimeOffset now, Hall hall)
    {
        var calendar = hall.Rules.Calendar;
        return (CaseClock.Read(@case.Facts, @case.Matter?.Promised, calendar, now), CaseClock.Read(@case.Facts, @case.Matter?.Statutory, calendar, now).DueAt);
    }
}
