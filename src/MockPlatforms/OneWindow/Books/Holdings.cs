using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Books;

/// <summary>What the province knows of one project_no: its number here, and the live rows that others are judged by.</summary>
/// <param name="provincialCaseNo">Given with the first acceptance, and kept for ever.</param>
internal sealed class Project(string provincialCaseNo)
{
    public string ProvincialCaseNo => provincialCaseNo;

    public Row? Acceptance { get; set; }

    public Row? Result { get; set; }
}

/// <summary>All rows that were taken, live and deleted, in the order they first came. Not safe for several threads: the ledger sees to that.</summary>
internal sealed class Holdings
{
    private readonly OrderedDictionary<string, Row>[] rows = [.. Tables.All.Select(_ => new OrderedDictionary<string, Row>())];
    private readonly int[] deleted = new int[Tables.All.Length];
    private readonly Dictionary<string, Project> projects = [];

    public Row? Find(Table table, string rowGuid) => rows[table.Number].GetValueOrDefault(rowGuid);

    public Project? Project(string projectNo) => projects.GetValueOrDefault(projectNo);

    public int Live(Table table) => rows[table.Number].Count - deleted[table.Number];

    public int Deleted(Table table) => deleted[table.Number];

    public IEnumerable<Row> Page(Table table, int after, int limit)
    {
        var all = rows[table.Number];
        for (var i = after; i < all.Count && i - after < limit; i++)
        {
            yield return all.GetAt(i).Value;
        }
    }

    /// <summary>Puts the row in the place of what was held under its row_guid.</summary>
    public void Put(Row row)
    {
        if (Find(row.Table, row.RowGuid) is { } held)
        {
            deleted[row.Table.Number] -= held.IsDeletion ? 1 : 0;
            Release(held);
        }

        rows[row.Table.Number][row.RowGuid] = row;
        deleted[row.Table.Number] += row.IsDeletion ? 1 : 0;
        Claim(row);
    }

    /// <summary>A row that is replaced speaks for its case no longer; it may have been another case's.</summary>
    private void Release(Row held)
    {
        if (Project(held.ProjectNo) is not { } project)
        {
            return;
        }

        project.Acceptance = project.Acceptance == held ? null : project.Acceptance;
        project.Result = project.Result == held ? null : project.Result;
    }

    private void Claim(Row row)
    {
        if (row.IsDeletion)
        {
            return;
        }

        if (row.Table == Tables.Accept)
        {
            Open(row).Acceptance = row;
        }
        else if (row.Table == Tables.Result)
        {
            Open(row).Result = row;
        }
    }

    private Project Open(Row row)
    {
        if (!projects.TryGetValue(row.ProjectNo, out var project))
        {
            project = projects[row.ProjectNo] = new Project($"SP{row.Receipt:D12}");
        }

        return project;
    }
}
