using ServiceHall.Gateway.Settings;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// When a platform takes calls: windows of days by hall time, less maintenance. A window belongs to the day it begins on. Of a year without a holiday
/// notice, Monday to Friday count as workdays: a call too many is refused, a platform closed for a year is not.
/// </summary>
internal sealed class OpeningHours
{
    private const int Horizon = 400;

    private static readonly TimeSpan UnknownFor = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly IReadOnlyList<Window> _windows;
    private readonly IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> _maintenance;
    private readonly WorkCalendar _calendar;
    private readonly bool _workdaysOnly;
    private HoursSpan? _current;
    private DateTimeOffset _currentFrom;
    private DateTimeOffset _currentUntil;

    /// <param name="settings">Checked by <see cref="HoursCheck"/>.</param>
    /// <param name="calendar">The workdays.</param>
    public OpeningHours(HoursSettings settings, WorkCalendar calendar)
    {
        (_calendar, _workdaysOnly) = (calendar, settings.WorkdaysOnly);
        _windows = settings.Open.Count > 0 ? [.. settings.Open.Select(Window.Of)] : [new Window([], TimeOnly.MinValue, TimeOnly.MinValue)];
        _maintenance = [.. settings.Maintenance.Select(window => (Instant(window.From), Instant(window.To)))];
    }

    /// <summary>Whether it is open at a moment, and since and until when.</summary>
    public HoursSpan At(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_current is null || now < _currentFrom || now >= _currentUntil)
            {
                _current = Span(now);
                (_currentFrom, _currentUntil) = (now, _current.To ?? now + UnknownFor);
            }

            return _current;
        }
    }

    private HoursSpan Span(DateTimeOffset now)
    {
        var isOpen = IsOpen(now);
        var turns = Turns(HallTime.DayOf(now)).Distinct().Order().ToList();
        var to = turns.Where(turn => turn > now && IsOpen(turn) != isOpen).Select(turn => (DateTimeOffset?)turn).FirstOrDefault();
        var from = turns.Where(turn => turn <= now && IsOpen(turn.AddTicks(-1)) != isOpen).Select(turn => (DateTimeOffset?)turn).LastOrDefault();
        var isMaintenance = !isOpen && _maintenance.Any(window => !(window.From >= to) && !(window.To <= from));
        return new HoursSpan(isOpen, from, to, isMaintenance);
    }

    private bool IsOpen(DateTimeOffset at)
    {
        var day = HallTime.DayOf(at);
        return !_maintenance.Any(window => at >= window.From && at < window.To) && Opened(day.AddDays(-1)).Concat(Opened(day)).Any(open => at >= open.From && at < open.To);
    }

    // Every moment around a day at which something may change.
    private IEnumerable<DateTimeOffset> Turns(DateOnly day)
    {
        var opened = Enumerable.Range(-Horizon, 2 * Horizon).SelectMany(days => Opened(day.AddDays(days)));
        return opened.Concat(_maintenance).SelectMany(one => new[] { one.From, one.To });
    }

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Opened(DateOnly day) => _workdaysOnly && !IsWorkday(day) ? [] : _windows.Where(window => window.IsOn(day)).Select(window => window.On(day));

    private bool IsWorkday(DateOnly day) => _calendar.IsWorkday(day) ?? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static DateTimeOffset Instant(string? text) => MaintenanceSettings.TryInstant(text, out var instant) ? instant : throw new FormatException($"'{text}' is no moment.");

    private sealed record Window(IReadOnlyList<DayOfWeek> Weekdays, TimeOnly From, TimeOnly To)
    {
        public static Window Of(OpenSettings open) => new([.. open.Weekdays.Select(Day)], Time(open.From), Time(open.To));

        public bool IsOn(DateOnly day) => Weekdays.Count == 0 || Weekdays.Contains(day.DayOfWeek);

        public (DateTimeOffset From, DateTimeOffset To) On(DateOnly day) =>
            (new DateTimeOffset(day, From, HallTime.Offset), new DateTimeOffset(To > From ? day : day.AddDays(1), To, HallTime.Offset));

        private static DayOfWeek Day(string text) => OpenSettings.TryDay(text, out var day) ? day : throw new FormatException($"'{text}' is no weekday.");

        private static TimeOnly Time(string? text) => OpenSettings.TryTime(text, out var time) ? time : throw new FormatException($"'{text}' is no time.");
    }
}
