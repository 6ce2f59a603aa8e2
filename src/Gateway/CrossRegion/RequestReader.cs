using System.Data.Common;
using System.Globalization;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>Reads requests for those who ask for them.</summary>
internal sealed class RequestReader(Database database)
{
    private const string Request = $"SELECT {RequestRow.Columns} FROM request WHERE no = @no";
    private const string NotSent = $"SELECT {RequestRow.Columns} FROM request WHERE path = 2 AND sent < packages AND problem IS NULL ORDER BY changed LIMIT @most";
    private const string OnePackage = $"SELECT {RequestPackageRow.Columns} FROM request_package WHERE request_no = @no AND number = @number";
    private const string Acts = $"SELECT {RequestActRow.Columns} FROM request_act WHERE request_no = @no";

    /// <summary>A request by its number; null where there is none.</summary>
    public RequestRow? Find(string no)
    {
        if (!database.Dialect.CanHold(no))
        {
            return null;
        }

        using var reader = database.Reader();
        using var rows = reader.Query(Request, ("@no", no));
        return rows.Read() ? Row(rows) : null;
    }

    /// <summary>Its acts, in no order.</summary>
    public IReadOnlyList<RequestActRow> ActsOf(string no)
    {
        using var reader = database.Reader();
        using var rows = reader.Query(Acts, ("@no", no));
        var acts = new List<RequestActRow>();
        while (rows.Read())
        {
            acts.Add(new RequestActRow(rows.GetString(0), rows.GetString(1), Int(rows, 2), (byte[])rows[3]));
        }

        return acts;
    }

    /// <summary>Requests with packages that the transfer platform has not taken yet, those that changed first.</summary>
    public IReadOnlyList<RequestRow> Unsent(int most)
    {
        using var reader = database.Reader();
        using var rows = reader.Query(NotSent, ("@most", most));
        var requests = new List<RequestRow>();
        while (rows.Read())
        {
            requests.Add(Row(rows));
        }

        return requests;
    }

    /// <summary>A package of ours.</summary>
    public RequestPackageRow Package(string no, int number)
    {
        using var reader = database.Reader();
        using var rows = reader.Query(OnePackage, ("@no", no), ("@number", number));
        return rows.Read() ? new RequestPackageRow(rows.GetString(0), Int(rows, 1), rows[2] as string, rows.IsDBNull(3) ? null : Int(rows, 3), rows[4] as string) : throw new InvalidOperationException($"Request {no} has no package {number}.");
    }

    private static RequestRow Row(DbDataReader row) => new(
        row.GetString(0), (RequestPath)Int(row, 1), row[2] as string, row[3] as string, row[4] as string, row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8), Int(row, 9),
        row.GetInt64(10), row.GetInt64(11), Int(row, 12), Int(row, 13), row[14] as string, (byte[])row[15], (byte[])row[16]);

    private static int Int(DbDataReader row, int column) => Convert.ToInt32(row[column], CultureInfo.InvariantCulture);
}
