namespace ServiceHall.Bench.Order;

/// <summary>Everything is written first; then one row is locked that knows the last place, until the commit. Readers go by place.</summary>
internal sealed class HeadRow : CommitOrder
{
    public override string Name => "head row, taken last";

    public override string Schema => $"""
        {base.Schema};
        CREATE TABLE head (id INTEGER PRIMARY KEY, place BIGINT NOT NULL) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
        INSERT INTO head (id, place) VALUES (1, 0)
        """;

    // One statement, so that no answer travels while the row is locked.
    public override string Insert => $"""
        WITH taken AS (UPDATE head SET place = place + cardinality($1) WHERE id = 1 RETURNING place)
        INSERT INTO journal (seq, {Columns})
        SELECT taken.place - cardinality($1) + number, {Columns} FROM taken, {Rows} WITH ORDINALITY AS row ({Columns}, number)
        """;
}
