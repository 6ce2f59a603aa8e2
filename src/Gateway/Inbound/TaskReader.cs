using System.Data.Common;
using System.Globalization;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary>Reads tasks for those who ask for them.</summary>
internal sealed class TaskReader(Database database)
{
    private readonly string _sizes = $"SELECT id, length(body) FROM task WHERE {database.Dialect.IsOneOfIds("id", "@ids")}";

    private readonly string _tasks = $"SELECT {TaskRow.Columns} FROM task WHERE {database.Dialect.IsOneOfIds("id", "@ids")}";

    /// <summary>A task by its number; null where there is none.</summary>
    public TaskRow? Find(string number) => Guid.TryParseExact(number, "D", out var id) ? Read([id]).GetValueOrDefault(id) : null;

    /// <summary>Those of them that there are.</summary>
    public Dictionary<Guid, TaskRow> Read(IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        using var reader = database.Reader();
        using var rows = reader.Query(_tasks, ("@ids", reader.Dialect.Set(ids)));
        var tasks = new Dictionary<Guid, TaskRow>();
        while (rows.Read())
        {
            var task = Task(rows);
            tasks.Add(task.Id, task);
        }

        return tasks;
    }

    /// <summary>How many bytes each of them holds of what was sent.</summary>
    public Dictionary<Guid, long> Sizes(IReadOnlyCollection<Guid> ids)
    {
        using var reader = database.Reader();
        using var rows = reader.Query(_sizes, ("@ids", reader.Dialect.Set(ids)));
        var sizes = new Dictionary<Guid, long>();
        while (rows.Read())
        {
            sizes.Add(Id(rows), Convert.ToInt64(rows[1], CultureInfo.InvariantCulture));
        }

        return sizes;
    }

    private static Guid Id(DbDataReader row) => new((byte[])row[0], bigEndian: true);

    private static TaskRow Task(DbDataReader row) => new(
        Id(row), (TaskKind)Int(row, 1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row[6] as string, (TaskPath)Int(row, 7), (TaskState)Int(row, 8),
        row.GetInt64(9), Long(row, 10), Long(row, 11), row.GetInt64(12), row[13] as string, Long(row, 14), (byte[])row[15], (byte[])row[16], row[17] as byte[]);

    private static int Int(DbDataReader row, int column) => Convert.ToInt32(row[column], CultureInfo.InvariantCulture);

    private static long? Long(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
