using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Store.Sqlite;

// Work that came down.
internal partial class SqliteSession
{
    public override TaskRow? ReadTask(Guid id)
    {
        using var rows = Of($"SELECT {TaskRow.Columns} FROM task WHERE id = ?1").Query(id);
        return rows.Read() ? TaskOf(rows) : null;
    }

    public override TaskRow? FindTask(string platform, TaskKind kind, string number)
    {
        using var rows = Of($"SELECT {TaskRow.Columns} FROM task WHERE platform = ?1 AND kind = ?2 AND platform_no = ?3").Query(platform, kind, number);
        return rows.Read() ? TaskOf(rows) : null;
    }

    public override bool HasTask(long caseId) => Of("SELECT 1 FROM task WHERE case_id = ?1").Value(caseId) is not null;

    public override void Insert(TaskRow task) => Of($"INSERT INTO task ({TaskRow.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)").Run(
        task.Id, task.Kind, task.Platform, task.PlatformNo, task.Department, task.Division, task.Matter, task.Path, task.State, task.Received, task.YellowAt, task.TakeBy, task.Changed, task.OwnNo,
        task.CaseId, task.Digest, task.Body, task.Word);

    public override void Change(TaskRow task) =>
        Of("UPDATE task SET state = ?2, changed = ?3, own_no = ?4, case_id = ?5, word = ?6 WHERE id = ?1").Run(task.Id, task.State, task.Changed, task.OwnNo, task.CaseId, task.Word);

    public override IReadOnlyList<TaskRow> ReadUntaken(long takeBy, int most)
    {
        using var rows = Of($"SELECT {TaskRow.Columns} FROM task WHERE state = 0 AND take_by < ?1 ORDER BY take_by LIMIT ?2").Query(takeBy, most);
        var tasks = new List<TaskRow>();
        while (rows.Read())
        {
            tasks.Add(TaskOf(rows));
        }

        return tasks;
    }

    private static TaskRow TaskOf(PreparedRows row) => new(
        row.Id(0), (TaskKind)row.Int(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.TextOrNull(6), (TaskPath)row.Int(7), (TaskState)row.Int(8), row.Long(9), row.LongOrNull(10),
        row.LongOrNull(11), row.Long(12), row.TextOrNull(13), row.LongOrNull(14), row.Bytes(15), row.Bytes(16), row.BytesOrNull(17));
}
