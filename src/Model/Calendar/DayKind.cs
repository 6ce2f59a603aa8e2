namespace ServiceHall.Model.Calendar;

/// <summary>What a holiday notice says of a day; it says nothing of an ordinary weekday or weekend.</summary>
public enum DayKind
{
    /// <summary>Nobody works: 法定节假日 and the days swapped to it.</summary>
    Holiday,

    /// <summary>A weekend on which everybody works: 调休.</summary>
    Workday,
}
