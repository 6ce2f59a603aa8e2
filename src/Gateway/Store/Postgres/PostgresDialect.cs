namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>PostgreSQL takes a set as an array.</summary>
internal sealed class PostgresDialect : Dialect
{
    private PostgresDialect()
    {
    }

    public static PostgresDialect Instance { get; } = new();

    public override string BeginSnapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    public override string IsOneOf(string column, string parameter) => $"{column} = ANY({parameter})";

    public override string IsOneOfIds(string column, string parameter) => $"{column} = ANY({parameter})";

    public override bool CanHold(string word) => PostgresText.Storable(word) == word;

    public override object Set(IEnumerable<long> numbers) => numbers.ToArray();

    public override object Set(IEnumerable<string> words) => words.ToArray();

    public override object Set(IEnumerable<Guid> ids) => ids.Select(id => id.ToByteArray(bigEndian: true)).ToArray();
}
