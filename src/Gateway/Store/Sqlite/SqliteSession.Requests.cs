namespace ServiceHall.Gateway.Store.Sqlite;

// Requests between regions.
internal partial class SqliteSession
{
    public override RequestRow? ReadRequest(string no)
    {
        using var rows = Of($"SELECT {RequestRow.Columns} FROM request WHERE no = ?1").Query(no);
        return rows.Read() ? RequestOf(rows) : null;
    }

    public override RequestRow? FindRequest(byte[] digest)
    {
        using var rows = Of($"SELECT {RequestRow.Columns} FROM request WHERE digest = ?1 ORDER BY received DESC LIMIT 1").Query(digest);
        return rows.Read() ? RequestOf(rows) : null;
    }

    public override void Insert(RequestRow request) => Of(
        $"INSERT INTO request ({RequestRow.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)").Run(
        request.No, request.Path, request.Platform, request.Collector, request.Owner, request.Mode, request.Matter, request.Home, request.Receiving, request.State, request.Received, request.Changed,
        request.Packages, request.Sent, request.Problem, request.Digest, request.Body);

    public override void Change(RequestRow request) =>
        Of("UPDATE request SET owner = ?2, state = ?3, changed = ?4, packages = ?5, sent = ?6, problem = ?7 WHERE no = ?1").Run(
            request.No, request.Owner, request.State, request.Changed, request.Packages, request.Sent, request.Problem);

    public override IReadOnlyList<RequestActRow> ReadActs(string requestNo)
    {
        using var rows = Of($"SELECT {RequestActRow.Columns} FROM request_act WHERE request_no = ?1").Query(requestNo);
        var acts = new List<RequestActRow>();
        while (rows.Read())
        {
            acts.Add(new RequestActRow(rows.Text(0), rows.Text(1), rows.Int(2), rows.Bytes(3)));
        }

        return acts;
    }

    public override void Insert(RequestActRow act) =>
        Of($"INSERT INTO request_act ({RequestActRow.Columns}) VALUES (?1, ?2, ?3, ?4)").Run(act.RequestNo, act.Division, act.Sequence, act.Body);

    public override void Insert(RequestPackageRow package) =>
        Of($"INSERT INTO request_package ({RequestPackageRow.Columns}) VALUES (?1, ?2, ?3, ?4, ?5)").Run(package.RequestNo, package.Number, package.Division, package.Sequence, package.Receipt);

    private static RequestRow RequestOf(PreparedRows row) => new(
        row.Text(0), (RequestPath)row.Int(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8), row.Int(9), row.Long(10), row.Long(11),
        row.Int(12), row.Int(13), row.TextOrNull(14), row.Bytes(15), row.Bytes(16));
}
