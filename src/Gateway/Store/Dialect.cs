namespace ServiceHall.Gateway.Store;

/// <summary>What the two databases cannot share of a statement that only reads.</summary>
internal abstract class Dialect
{
    /// <summary>What begins a transaction that sees one moment and writes nothing.</summary>
    public abstract string BeginSnapshot { get; }

    /// <summary>That a column is one of the numbers or words that <c>Set</c> made the value of a parameter of.</summary>
    public abstract string IsOneOf(string column, string parameter);

    /// <summary>Likewise for ids of records.</summary>
    public abstract string IsOneOfIds(string column, string parameter);

    /// <summary>Whether a column can hold this word; where it can't, none is equal to it, and it must not be asked for.</summary>
    public abstract bool CanHold(string word);

    public abstract object Set(IEnumerable<long> numbers);

    public abstract object Set(IEnumerable<string> words);

    public abstract object Set(IEnumerable<Guid> ids);
}
