using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Bench.Order;

/// <summary>The rows of a group: records with what stands for a sealed body, and a change of each.</summary>
internal sealed class GroupRows
{
    private const int BodyBytes = 500;
    private static readonly string[] Counted = ["records.accepted", "records.rejected", "records.repeated", "cases.opened", "cases.ended"];

    public GroupRows(int writer, int group)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Records = [.. Enumerable.Range(0, Place.Rows).Select(row => Record(now, new Place(writer, group, row).Subject))];
        Journal = [.. Records.Select(row => new JournalRow(now, "record.taken", row.Department, row.CaseId, row.Id, null, "taken", null, null))];
        Counts = Counted.ToDictionary(name => name, _ => (long)Place.Rows);
    }

    public IReadOnlyList<RecordRow> Records { get; }

    public IReadOnlyList<JournalRow> Journal { get; }

    public IReadOnlyDictionary<string, long> Counts { get; }

    private static RecordRow Record(long now, long subject)
    {
        var body = new byte[BodyBytes];
        Random.Shared.NextBytes(body);
        return new RecordRow(Guid.CreateVersion7(), "mz", "case.step", 1, subject, now, now, Verdict.Accepted, RecordState.Taken, null, 1, null, body, "push");
    }
}
