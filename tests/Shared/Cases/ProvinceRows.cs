using ServiceHall.Tests.Hall;

namespace ServiceHall.Tests.Cases;

/// <summary>What the province holds, beside what the cases say.</summary>
internal static class ProvinceRows
{
    public static readonly string[] Tables = ["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result", "up_lic_data"];

    /// <summary>The province holds just the rows of the cases as they stand.</summary>
    public static async Task AreThoseOfAsync(TestProvince province, SignedClient client, IReadOnlyCollection<Wandering> wanderings, int seed)
    {
        var held = (await AllAsync(province)).ToLookup(row => row.ProjectNo, row => row.Text);
        foreach (var one in wanderings)
        {
            var @case = await client.GetAsync($"/v1/cases?no={one.CaseNo}");
            var rows = held[NumberOf(@case)].Order(StringComparer.Ordinal).ToList();
            Assert.True(one.Rows.SequenceEqual(rows), $"seed {seed}, case {one.CaseNo}:\nwanted\n{Lines(one.Rows)}\nheld\n{Lines(rows)}\n{Lines(one.Told)}\n{@case}");
        }
    }

    /// <summary>
    /// By the province's own journal every row came new just once, and those of records that were never corrected came in the order in which the records were acknowledged. (That
    /// the acceptance comes first and nothing new after the result is the province's own rule.)
    /// </summary>
    public static async Task CameInOrderAsync(TestProvince province, SignedClient client, IReadOnlyCollection<Wandering> wanderings, int seed)
    {
        var texts = (await AllAsync(province)).ToDictionary(row => row.RowGuid, row => row.Text, StringComparer.Ordinal);
        var journal = await province.JournalAsync();
        var came = journal.Where(entry => entry is { Outcome: "taken", Operation: "I" }).ToLookup(entry => entry.ProjectNo, StringComparer.Ordinal);
        foreach (var one in wanderings)
        {
            var @case = await client.GetAsync($"/v1/cases?no={one.CaseNo}");
            var guids = came[NumberOf(@case)].Select(entry => entry.RowGuid).ToList();
            Assert.True(guids.Distinct(StringComparer.Ordinal).Count() == guids.Count, $"seed {seed}, case {one.CaseNo}: a row came new twice\n{Lines(guids)}");
            var records = one.RowsInOrder;
            var wanted = records.SelectMany(rows => rows).ToList();
            var seen = guids.Select(guid => texts.GetValueOrDefault(guid)).OfType<string>().Where(wanted.Contains).ToList();
            Assert.True(wanted.SequenceEqual(ByRecord(seen, records)), $"seed {seed}, case {one.CaseNo}:\nwanted in this order\n{Lines(wanted)}\ncame\n{Lines(seen)}\n{Lines(one.Told)}\n{@case}");
        }
    }

    // As they came; those of one record, of which one may have been refused and sent again, sorted.
    private static IEnumerable<string> ByRecord(List<string> seen, List<List<string>> records)
    {
        var at = 0;
        foreach (var rows in records)
        {
            foreach (var row in seen.Skip(at).Take(rows.Count).Order(StringComparer.Ordinal))
            {
                yield return row;
            }

            at += rows.Count;
        }
    }

    private static async Task<List<(string ProjectNo, string RowGuid, string Text)>> AllAsync(TestProvince province)
    {
        List<(string, string, string)> rows = [];
        foreach (var table in Tables)
        {
            rows.AddRange((await province.RowsAsync(table)).Select(row => ((string)row["project_no"]!, (string)row["row_guid"]!, RowReference.Text(table, row))));
        }

        return rows;
    }

    private static string NumberOf(Answer @case) => @case.Status == 200 ? (string)@case.Json["gatewayCaseNo"]! : "";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"    {line}"));
}
