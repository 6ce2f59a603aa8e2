using ServiceHall.Model.Calendar;

namespace ServiceHall.Gateway.Settings;

/// <summary>The hall's clock: what judging, lights and all that is shown go by. It may be shifted or stand still; leases, signatures and retries never use it.</summary>
internal sealed class HallClock(TimeProvider machine)
{
    private TimeSpan _shift;
    private DateTimeOffset? _still;

    /// <summary>The hall's time, at +08:00.</summary>
    public DateTimeOffset Now => HallTime.InHall(_still ?? machine.GetUtcNow() + _shift);

    /// <summary>Sets the clock; it goes on from there.</summary>
    public void StartFrom(DateTimeOffset time) => (_still, _shift) = (null, time - machine.GetUtcNow());

    /// <summary>Sets the clock and holds it there.</summary>
    public void HoldAt(DateTimeOffset time) => _still = time;
}
