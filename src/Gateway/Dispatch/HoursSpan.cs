using System.Globalization;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>A stretch of time in which a platform is open, or is not. An end is null where it is not within a year or so.</summary>
internal sealed record HoursSpan(bool IsOpen, DateTimeOffset? From, DateTimeOffset? To, bool IsMaintenance)
{
    /// <summary>Why no call is made, for a person.</summary>
    public string Why => $"平台未开放{(IsMaintenance ? "（维护）" : "")}：{Text(From)}至 {Text(To)}".TrimEnd();

    private static string Text(DateTimeOffset? at) => at is { } known ? HallTime.InHall(known).ToString("yyyy-MM-dd HH:mm ", CultureInfo.InvariantCulture) : "";
}
