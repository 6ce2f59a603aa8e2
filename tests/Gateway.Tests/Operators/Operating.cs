using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Operators;

/// <summary>What the tests of the operators' verbs share.</summary>
internal static class Operating
{
    public const string Reason = "示例丙来电，已与民政局核实";

    public static SignedClient Operator(this TestHall hall) => hall.Client("operator");

    /// <summary>Orders something with a reason, and what the verb takes besides.</summary>
    public static Task<Answer> OrderAsync(this TestHall hall, string target, object? more = null, bool dryRun = false)
    {
        var body = more is null ? [] : JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(more))!.AsObject();
        body["reason"] = Reason;
        body["dryRun"] = dryRun;
        return hall.Operator().PostAsync(target, body.ToJsonString());
    }

    public static string Id(this JsonNode result) => (string)result["recordId"]!;

    public static async Task<string> StateAsync(this TestHall hall, string recordId) => (string)(await hall.Operator().GetAsync($"/v1/records/{recordId}")).Json["state"]!;

    public static async Task<IReadOnlyList<string?>> LaneAsync(this TestHall hall, string no) =>
        [.. (await hall.Operator().GetAsync($"/v1/cases?no={no}")).Json["deliveries"]!.AsArray().Select(delivery => (string?)delivery!["state"])];

    /// <summary>A case whose step the province refuses with E0206, and whose result waits behind it. Answers the id of the step and the gateway's number.</summary>
    public static async Task<(string Step, string Number)> BlockAsync(this TestHall hall, TestProvince province, string no)
    {
        var pushed = await hall.Client().PushAsync(Samples.Accepted(no));
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync(no)).SequenceEqual(["confirmed"]));
        var number = (string)pushed.Results[0]["gatewayCaseNo"]!;
        await province.SetFaultsAsync(new { refuseRows = new { holding = new[] { number }, code = "E0206" } });
        var more = await hall.Client().PushAsync(Samples.Step(no), Samples.Closed(no));
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync(no)).SequenceEqual(["confirmed", "refused", "waiting"]));
        return (more.Results[0].Id(), number);
    }

    /// <summary>Every row of every table, as text; without the marks of what time it is, which come by themselves.</summary>
    public static string Everything(this TestHall hall)
    {
        using var reader = hall.Look();
        var text = new StringBuilder();
        foreach (var table in TestStore.Tables(reader).Where(name => name is not ("change_mark" or "node")))
        {
            foreach (var row in Rows(reader, $"SELECT * FROM {table}").Select(row => string.Join('|', row)).Order(StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{table}: {row}").AppendLine();
            }
        }

        return text.ToString();
    }

    public static List<string[]> Rows(DbConnection reader, string sql)
    {
        using var select = reader.CreateCommand();
        select.CommandText = sql;
        using var rows = select.ExecuteReader();
        var all = new List<string[]>();
        while (rows.Read())
        {
            all.Add([.. Enumerable.Range(0, rows.FieldCount).Select(column => rows[column] is byte[] blob ? Convert.ToHexString(blob) : Convert.ToString(rows[column], CultureInfo.InvariantCulture)!)]);
        }

        return all;
    }
}
