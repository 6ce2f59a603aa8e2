using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace ServiceHall.Adapters.Platforms.OneWindow;

/// <summary>A typed row → the platform's columns: names, digits and time format as the profile says.</summary>
internal sealed class RowWriter(OneWindowProfile profile)
{
    private readonly ConcurrentDictionary<Type, (string Column, Func<object, object?> Get)[]> _getters = new();
    private readonly IReadOnlySet<string> _coded = profile.CodedColumns;

    /// <summary>The row. A word without a code in the profile is a mistake of the profile, which start-up checks.</summary>
    public PlannedRow Row(string table, string rowGuid, object typed)
    {
        var columns = new List<KeyValuePair<string, object>> { new("row_guid", rowGuid) };
        foreach (var (column, get) in _getters.GetOrAdd(typed.GetType(), Getters))
        {
            if (get(typed) is { } value and not "")
            {
                columns.Add(new(column, Value(column, value)));
            }
        }

        return new PlannedRow(table, rowGuid, columns);
    }

    private object Value(string column, object value) => value switch
    {
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        string word when _coded.Contains(column) => profile.Code(column, word) ?? throw new InvalidOperationException($"The profile has no code for '{word}' in {column}."),
        _ => value,
    };

    private static (string, Func<object, object?>)[] Getters(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name).TrimEnd('_'), (Func<object, object?>)property.GetValue))];
}
