using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Shapes;

/// <summary>As A, but the sealed body in a table of its own, so that the record is narrow and months of bodies can be dropped.</summary>
internal sealed class ShapeC(SqliteConnection connection) : ShapeA(connection)
{
    public override string Schema => base.Schema
        .Replace("  config_id INTEGER NOT NULL REFERENCES config(id),\n  findings BLOB,                          -- sealed\n  body BLOB NOT NULL                      -- sealed\n);",
            "  config_id INTEGER NOT NULL REFERENCES config(id)\n) WITHOUT ROWID;\nCREATE TABLE record_body (\n  id INTEGER PRIMARY KEY,\n  record_id BLOB NOT NULL,\n  findings BLOB,\n  body BLOB NOT NULL\n);", StringComparison.Ordinal)
        .Replace("  kind TEXT NOT NULL,\n", "  kind TEXT NOT NULL,\n  body_id INTEGER NOT NULL,\n", StringComparison.Ordinal);

    public override void Write(RecordRow row)
    {
        var body = Of("INSERT INTO record_body (record_id, findings, body) VALUES (?1, ?2, ?3) RETURNING id").Value(row.Id, row.Findings, row.Body);
        Of(
            """
            INSERT INTO record (id, department, kind, version, case_id, occurred, received, verdict, state, rule, config_id, body_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """).Run(row.Id, row.Department, row.Kind, row.Version, row.CaseId, row.Occurred, row.Received, row.Verdict, row.State, row.Rule, row.ConfigId, body);
    }
}
