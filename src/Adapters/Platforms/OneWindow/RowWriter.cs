using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Adapters.Platforms.OneWindow;

/// <summary>A typed row → the platform's columns: names, order, digits and time format as the profile says.</summary>
internal sealed class RowWriter(OneWindowProfile profile)
{
    private readonly ConcurrentDictionary<(Type, string Table), (string Column, Func<object, object?> Get)[]> _getters = new();
    private readonly IReadOnlySet<string> _coded = profile.CodedColumns;

    /// <summary>The row. Columns of the profile that the typed row does not have are left out, and so are null and empty ones.</summary>
    public PlannedRow Row(string table, string rowGuid, object typed)
    {
        var columns = new List<KeyValuePair<string, object>> { new("row_guid", rowGuid) };
        foreach (var (column, get) in _getters.GetOrAdd((typed.GetType(), table), key => Getters(key.Item1, key.Table)))
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
        DateTimeOffset time => HallTime.InHall(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        string word when _coded.Contains(column) => profile.Code(column, word) ?? throw new InvalidOperationException($"The profile has no code for '{word}' in {column}."),
        _ => value,
    };

    private (string, Func<object, object?>)[] Getters(Type type, string table)
    {
        var getters = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(ColumnOf, property => (Func<object, object?>)property.GetValue, StringComparer.Ordinal);
        return [.. profile.Columns.Where(column => column.Table == table && getters.ContainsKey(column.Name)).Select(column => (column.Name, getters[column.Name]))];
    }

    private static string ColumnOf(PropertyInfo property) =>
        property.GetCustomAttribute<ColumnAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
