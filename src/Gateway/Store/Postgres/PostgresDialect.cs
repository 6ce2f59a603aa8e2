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

    public override object Set(IEnumerable<long> numbers) => numbers.ToArray();

    /// <inheritdoc/>
    /// <remarks>To what no column can hold, none is equal.</remarks>
    public override object Set(IEnumerable<string> words) => words.Where(PostgresText.IsStorable).ToArray();

    public override object Set(IEnumerable<Guid> ids) => ids.Select(id => id.ToByteArray(bigEndian: true)).ToArray();
}
