using System.Text.Json;
using ServiceHall.MockPlatforms.OneWindow.Rows;

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

    /// <summary>False where it spares the calls that push rows.</summary>
    public bool Pushes { get; init; } = true;

    /// <summary>True where it strikes calls that only ask too: by default at the gate, and where it is about nothing else.</summary>
    public bool? Reads { get; init; }

    /// <summary>Only calls about one of these tables; all by default.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    /// <summary>Only calls with a row of one of these operations (I, U, D); all by default.</summary>
    public IReadOnlyList<string>? Operations { get; init; }

    /// <summary>Only calls with one of these row_guids or project_nos; all by default.</summary>
    public IReadOnlyList<string>? Holding { get; init; }

    /// <summary>The seed of the whole set: for what is drawn by what a row is, not by when it comes. No setting of its own.</summary>
    internal int Seed { get; set; }

    public virtual Moment Moment => AfterTaking ? Moment.AfterTaking : Moment.BeforeTaking;

    /// <summary>What <see cref="Reads"/> is where nothing is said.</summary>
    protected virtual bool IsAboutReads => Moment == Moment.AtTheGate;

    /// <summary>True where the call is of the kind, table and operation that this fault was set for, and <see cref="Concerns"/> it.</summary>
    public bool IsAbout(Call call) =>
        (call.IsRead ? Reads ?? IsAboutReads : Pushes)
        && Tables?.Contains(call.TableName) != false
        && (!ChoosesRows || call.Batch?.Rows.Any(IsChosen) == true)
        && Concerns(call);

    /// <summary>What is wrong with how it is set.</summary>
    /// <exception cref="JsonException">It could never strike, or not as it says.</exception>
    public virtual void Check(string name)
    {
        Demand(Rate is >= 0 and <= 1, $"The rate of {name} is a share from 0 to 1.");
        Demand(Tables?.All(table => Rows.Tables.Find(table) is not null) != false, $"The tables of {name} are some of {string.Join(", ", Rows.Tables.All.Select(table => table.Name))}.");
        Demand(Operations?.All(operation => operation is "I" or "U" or "D") != false, $"The operations of {name} are some of I, U and D.");
        Demand(!ChoosesRows || Moment != Moment.AtTheGate, $"{name} strikes at the gate, before the rows are read: it knows no operations, and not what a call holds.");
    }

    /// <summary>Strikes. True where the call is over with that.</summary>
    public abstract Task<bool> StrikeAsync(Call call);

    /// <summary>True where the call is one that this fault is about by its own nature.</summary>
    protected virtual bool Concerns(Call call) => true;

    /// <summary>Whether it may strike this row.</summary>
    protected bool IsChosen(Candidate row) => Operations?.Contains(row.Operation) != false && (Holding is null || row.IsOneOf(Holding));

    private bool ChoosesRows => Operations is not null || Holding is not null;

    protected static void Demand(bool held, string otherwise)
    {
        if (!held)
        {
            throw new JsonException(otherwise);
        }
    }
}
