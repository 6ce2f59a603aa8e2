namespace ServiceHall.Adapters.Platforms;

/// <summary>What a platform says of a row whose sending had no answer.</summary>
public abstract record Asked
{
    /// <summary>It holds the row just as it was sent.</summary>
    public sealed record There : Asked;

    /// <summary>It does not, or holds it otherwise: the sending never came into its books.</summary>
    public sealed record NotThere : Asked;

    /// <summary>It did not say; asked again later.</summary>
    public sealed record NoAnswer(Outcome Outcome) : Asked;
}
