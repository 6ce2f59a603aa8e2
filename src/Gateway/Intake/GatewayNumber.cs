using System.Globalization;

namespace ServiceHall.Gateway.Intake;

/// <summary>The gateway's case number: division (6), <c>yyyyMMdd</c>, the case's serial number in 10 digits.</summary>
internal static class GatewayNumber
{
    private const int Length = 24;

    public static string Of(string division, DateTimeOffset day, long id) => string.Create(CultureInfo.InvariantCulture, $"{division}{day:yyyyMMdd}{id:D10}");

    /// <summary>The serial number in it, or null where it can't be one of this gateway's; whether such a case exists is for the store to say.</summary>
    public static long? Serial(string number) =>
        number.Length == Length && long.TryParse(number.AsSpan(14), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
