using Npgsql;
using NpgsqlTypes;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Store.Postgres;

// Work that came down.
internal partial class PostgresSession
{
    public override TaskRow? ReadTask(Guid id) => Read($"SELECT {TaskRow.Columns} FROM task WHERE id = $1", TaskOf, Value.Of(id)) is [var task] ? task : null;

    public override TaskRow? FindTask(string platform, TaskKind kind, string number) =>
        Read($"SELECT {TaskRow.Columns} FROM task WHERE platform = $1 AND kind = $2 AND platform_no = $3", TaskOf, Value.Of(platform), Value.Of((int)kind), Value.Of(number)) is [var task] ? task : null;

    public override bool HasTask(long caseId) => IsThere("SELECT 1 FROM task WHERE case_id = $1", Value.Of((long?)caseId));

    public override void Insert(TaskRow task) => Write(
        $"INSERT INTO task ({TaskRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        Value.Of(task.Id),
        Value.Of((int)task.Kind),
        Value.Of(task.Platform),
        Value.Of(task.PlatformNo),
        Value.Of(task.Department),
        Value.Of(task.Division),
        Value.Of(task.Matter),
        Value.Of((int)task.Path),
        Value.Of((int)task.State),
        Value.Of((long?)task.Received),
        Value.Of(task.YellowAt),
        Value.Of(task.TakeBy),
        Value.Of((long?)task.Changed),
        Value.Of(task.OwnNo),
        Value.Of(task.CaseId),
        Value.Of(task.Digest),
        Value.Of(task.Body),
        Bytes(task.Word));

    public override void Change(TaskRow task) => Write(
        "UPDATE task SET state = $2, changed = $3, own_no = $4, case_id = $5, word = $6 WHERE id = $1",
        Value.Of(task.Id),
        Value.Of((int)task.State),
        Value.Of((long?)task.Changed),
        Value.Of(task.OwnNo),
        Value.Of(task.CaseId),
        Bytes(task.Word));

    public override IReadOnlyList<TaskRow> ReadUntaken(long takeBy, int most) =>
        Read($"SELECT {TaskRow.Columns} FROM task WHERE state = 0 AND take_by < $1 ORDER BY take_by LIMIT $2", TaskOf, Value.Of((long?)takeBy), Value.Of(most));

    private static TaskRow TaskOf(NpgsqlDataReader row) => new(
        Id(row, 0), (TaskKind)row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), Text(row, 6), (TaskPath)row.GetInt32(7), (TaskState)row.GetInt32(8), row.GetInt64(9),
        Long(row, 10), Long(row, 11), row.GetInt64(12), Text(row, 13), Long(row, 14), row.GetFieldValue<byte[]>(15), row.GetFieldValue<byte[]>(16), Blob(row, 17));

    private static NpgsqlParameter Bytes(byte[]? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea };
}
