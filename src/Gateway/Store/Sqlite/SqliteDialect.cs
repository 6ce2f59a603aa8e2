using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceHall.Gateway.Store.Sqlite;

/// <summary>SQLite has no arrays: a set is JSON text that the statement takes apart, so that its own text is the same however many there are.</summary>
internal sealed partial class SqliteDialect : Dialect
{
    private SqliteDialect()
    {
    }

    public static SqliteDialect Instance { get; } = new();

    /// <inheritdoc/>
    /// <remarks>The provider's own transactions begin by writing.</remarks>
    public override string BeginSnapshot => "BEGIN DEFERRED";

    public override string IsOneOf(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    public override string IsOneOfIds(string column, string parameter) => $"{column} IN (SELECT unhex(value) FROM json_each({parameter}))";

    public override bool CanHold(string word) => true;

    public override object Set(IEnumerable<long> numbers) => $"[{string.Join(',', numbers)}]";

    public override object Set(IEnumerable<string> words) => JsonSerializer.Serialize(words, WordsJson.Default.IEnumerableString);

    public override object Set(IEnumerable<Guid> ids) => $"[{string.Join(',', ids.Select(id => $"\"{id:N}\""))}]";

    [JsonSerializable(typeof(IEnumerable<string>))]
    private sealed partial class WordsJson : JsonSerializerContext;
}
