using System.Globalization;

namespace ServiceHall.Gateway.Operators;

/// <summary>Where a page of blocked lanes ended.</summary>
internal sealed record LaneCursor(string Platform, long Subject, long Position)
{
    public static LaneCursor Beginning { get; } = new("", 0, 0);

    /// <summary>Reads it back, or null where it is none.</summary>
    public static LaneCursor? Read(string text) =>
        text.Split('~') is [var platform, var subject, var position] && Number(subject) is { } at && Number(position) is { } place ? new LaneCursor(platform, at, place) : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Platform}~{Subject}~{Position}");

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
