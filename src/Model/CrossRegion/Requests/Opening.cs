namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>What a request is from its beginning: it never changes.</summary>
/// <param name="Mode">A word of <see cref="Codes.Words.CrossRegionMode"/>.</param>
/// <param name="Receiving">收件地. It may be the home division itself: then one window does both.</param>
/// <param name="Home">属地.</param>
/// <param name="Authorities">联办单位, the divisions that do a part of it; only of what is handled jointly.</param>
/// <param name="Originals">Paper originals that the applicant brings, each by its own name; in the applicant's hand until they are taken in.</param>
/// <param name="At">When it was collected.</param>
public sealed record Opening(string Mode, string Receiving, string Home, IReadOnlyList<string> Authorities, IReadOnlyList<string> Originals, DateTimeOffset At)
{
    /// <summary>Places that may take part in one.</summary>
    public const int MostPlaces = 50;

    /// <summary>Whether this division takes part.</summary>
    public bool Concerns(string division) => division == Receiving || division == Home || Authorities.Contains(division, StringComparer.Ordinal);
}
