namespace ServiceHall.Bench.Order;

/// <summary>One transaction at a time, from its beginning: the server's own lock is its first statement. Readers go by place.</summary>
internal sealed class OrderedWriter : CommitOrder
{
    public override string Name => "one ordered writer";

    public override string First => "SELECT pg_advisory_xact_lock(hashtext(current_schema()))";

    public override string Insert => $"""
        INSERT INTO journal (seq, {Columns})
        SELECT (SELECT coalesce(max(seq), 0) FROM journal) + number, {Columns} FROM {Rows} WITH ORDINALITY AS row ({Columns}, number)
        """;
}
