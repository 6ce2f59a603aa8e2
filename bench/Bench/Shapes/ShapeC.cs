using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Shapes;

/// <summary>As A, but the sealed body in a table of its own, so that the record is narrow and months of bodies can be dropped.</summary>
internal sealed class ShapeC(SqliteConnection connection) : ShapeA(connection)
{
    public override string Schema => base.Schema
        .With("  kind TEXT NOT NULL,\n  version", "  kind TEXT NOT NULL,\n  body_id INTEGER NOT NULL,\n  version")
        .With("  findings BLOB,                          -- sealed\n  body BLOB NOT NULL                      -- sealed\n);", """
              narrow INTEGER
            ) WITHOUT ROWID;

            CREATE TABLE record_body (
              id INTEGER PRIMARY KEY,
              record_id BLOB NOT NULL,
              findings BLOB,
              body BLOB NOT NULL
            );
            """);

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
