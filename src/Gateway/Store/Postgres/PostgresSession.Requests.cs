using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

// Requests between regions.
internal partial class PostgresSession
{
    public override RequestRow? ReadRequest(string no) => Read($"SELECT {RequestRow.Columns} FROM request WHERE no = $1", RequestOf, Value.Of(no)) is [var request] ? request : null;

    public override RequestRow? FindRequest(byte[] digest) =>
        Read($"SELECT {RequestRow.Columns} FROM request WHERE digest = $1 ORDER BY received DESC LIMIT 1", RequestOf, Value.Of(digest)) is [var request] ? request : null;

    public override void Insert(RequestRow request) => Write(
        $"INSERT INTO request ({RequestRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        Value.Of(request.No),
        Value.Of((int)request.Path),
        Value.Of(request.Platform),
        Value.Of(request.Collector),
        Value.Of(request.Owner),
        Value.Of(request.Mode),
        Value.Of(request.Matter),
        Value.Of(request.Home),
        Value.Of(request.Receiving),
        Value.Of(request.State),
        Value.Of((long?)request.Received),
        Value.Of((long?)request.Changed),
        Value.Of(request.Packages),
        Value.Of(request.Sent),
        Value.Of(request.Problem),
        Value.Of(request.Digest),
        Value.Of(request.Body));

    public override void Change(RequestRow request) => Write(
        "UPDATE request SET owner = $2, state = $3, changed = $4, packages = $5, sent = $6, problem = $7 WHERE no = $1",
        Value.Of(request.No),
        Value.Of(request.Owner),
        Value.Of(request.State),
        Value.Of((long?)request.Changed),
        Value.Of(request.Packages),
        Value.Of(request.Sent),
        Value.Of(request.Problem));

    public override IReadOnlyList<RequestActRow> ReadActs(string requestNo) => Read(
        $"SELECT {RequestActRow.Columns} FROM request_act WHERE request_no = $1",
        row => new RequestActRow(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<byte[]>(3)),
        Value.Of(requestNo));

    public override void Insert(RequestActRow act) => Write(
        $"INSERT INTO request_act ({RequestActRow.Columns}) VALUES ($1, $2, $3, $4)", Value.Of(act.RequestNo), Value.Of(act.Division), Value.Of(act.Sequence), Value.Of(act.Body));

    public override void Insert(RequestPackageRow package) => Write(
        $"INSERT INTO request_package ({RequestPackageRow.Columns}) VALUES ($1, $2, $3, $4, $5)",
        Value.Of(package.RequestNo),
        Value.Of(package.Number),
        Value.Of(package.Division),
        Value.Of((long?)package.Sequence),
        Value.Of(package.Receipt));

    private static RequestRow RequestOf(NpgsqlDataReader row) => new(
        row.GetString(0), (RequestPath)row.GetInt32(1), Text(row, 2), Text(row, 3), Text(row, 4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8), row.GetInt32(9), row.GetInt64(10),
        row.GetInt64(11), row.GetInt32(12), row.GetInt32(13), Text(row, 14), row.GetFieldValue<byte[]>(15), row.GetFieldValue<byte[]>(16));
}
