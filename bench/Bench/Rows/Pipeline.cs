using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Bench.Intake;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Rows;

/// <summary>The gateway's own intake without HTTP: from the text of records to the sets of rows that their transactions write.</summary>
internal sealed class Pipeline(BenchHall hall)
{
    private readonly RecordPreparer _preparer = hall.Services.GetRequiredService<RecordPreparer>();
    private readonly Hall _hall = hall.Services.GetRequiredService<Hall>();
    private readonly Sealer _sealer = hall.Services.GetRequiredService<Sealer>();

    /// <summary>The sets of fresh records in groups of this size, made by the real preparer and the real judge.</summary>
    public IReadOnlyList<RowSet> Sets(int records, int group)
    {
        var county = new CountyRecords("rows");
        using var catcher = new RowCatcher();
        var cache = new CaseCache();
        return [.. Enumerable.Range(0, records / group).Select(_ => Set([.. Enumerable.Range(0, group).Select(_ => Prepare(county.Next()))], catcher, cache))];
    }

    public PreparedRecord Prepare(byte[] record)
    {
        using var document = JsonDocument.Parse(record);
        return _preparer.Prepare(document.RootElement, hall.Caller, _hall.Current);
    }

    private RowSet Set(IReadOnlyList<PreparedRecord> prepared, RowCatcher catcher, CaseCache cache)
    {
        var group = new WriteGroup(catcher, _sealer, cache);
        var work = new IntakeWork(prepared, _hall, _preparer);
        work.Declare(group);
        group.Load();
        work.Apply(group);
        group.Flush();
        group.Remember();
        return catcher.Caught;
    }
}
