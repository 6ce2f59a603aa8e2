namespace ServiceHall.MockPlatforms.OneWindow.Faults;

/// <summary>Where in a call a fault may strike.</summary>
internal enum Moment
{
    /// <summary>Before the signature is looked at.</summary>
    AtTheGate,

    /// <summary>The call was understood, and nothing of it is in the books.</summary>
    BeforeTaking,

    /// <summary>The books are written, and the sender does not know it yet.</summary>
    AfterTaking,
}

/// <summary>A way for the province to misbehave. A further one is one more class, and one more line in <see cref="FaultSet"/>.</summary>
internal abstract class Fault
{
    /// <summary>The share of calls that it strikes, 0 to 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>How often it strikes before it is spent; for ever by default.</summary>
    public int? Times { get; init; }

    /// <summary>True where it strikes once the rows are taken, so that the sender can't know.</summary>
    public bool AfterTaking { get; init; }

    /// <summary>True where it strikes calls that only ask too.</summary>
    public bool Reads { get; init; }

    public virtual Moment Moment => AfterTaking ? Moment.AfterTaking : Moment.BeforeTaking;

    /// <summary>True where the call is one that this fault is about.</summary>
    public virtual bool Concerns(Call call) => Reads || call.Batch is not null || Moment == Moment.AtTheGate;

    /// <summary>Strikes. True where the call is over with that.</summary>
    public abstract Task<bool> StrikeAsync(Call call);
}
