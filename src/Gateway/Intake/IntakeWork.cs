using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Intake;

/// <summary>The records of one call, judged one after another inside the transaction that stores them.</summary>
internal class IntakeWork(IReadOnlyList<PreparedRecord> prepared, Hall hall, RecordPreparer preparer) : WriteWork<IReadOnlyList<RecordResult>>
{
    private readonly int _kept = prepared.Count(one => one.Record is not null);
    private readonly TimeSpan _queued;
    private IReadOnlyList<Guid> _released = [];

    /// <summary>The trace of the push it came in; null where it is not traced.</summary>
    public PushTrace? Trace
    {
        get;
        init => (field, _queued) = (value, value?.Elapsed ?? default);
    }

    /// <summary>The cases that have something new to deliver, each with its department; known once it is committed.</summary>
    public Dictionary<long, string> Touched { get; } = [];

    protected IReadOnlyList<PreparedRecord> Prepared => prepared;

    public override int Weight => Math.Max(1, _kept);

    public override void Declare(WriteGroup group)
    {
        foreach (var one in prepared)
        {
            if (one.Record is { } record)
            {
                group.NeedKey(record.Department, record.Key);
            }

            if (one.Record is { CaseNo: { } caseNo } ofCase)
            {
                group.NeedNumber(caseNo, ofCase.Department);
            }
        }
    }

    public override void Apply(WriteGroup group)
    {
        Touched.Clear();
        var keeper = new Keeper(hall, preparer, group, Touched);
        Answer = [.. prepared.Select(one => one.Record is null ? NotKept(one) : keeper.Keep(one))];
        _released = keeper.Released;
        if (Trace?.Kept is { } context)
        {
            KeepTrace(context, Answer, group);
        }
    }

    /// <summary>Tells its trace what became of it, once it is committed.</summary>
    public void Tell(RecordTraces traces)
    {
        Trace?.Judged(prepared, Answer!, _queued);
        Trace?.Released(_released, traces);
    }

    // A repeat is answered with the record that was there before, which has the trace it came in.
    private void KeepTrace(byte[] context, IEnumerable<RecordResult> results, WriteGroup group)
    {
        foreach (var (one, result) in prepared.Zip(results))
        {
            if (one.Record is not null && result.RecordId == one.Id)
            {
                group.Add(new TraceRow(one.Id, context));
            }
        }
    }

    private RecordResult NotKept(PreparedRecord one) => new()
    {
        Key = one.Key,
        Line = one.Line,
        Verdict = Verdict.Rejected,
        Errors = [.. one.Findings.OrderBy(finding => finding.Rule.Order).Select(finding => StoredFinding.Of(finding, hall.Rules.Profile)).Where(finding => finding.IsError)],
    };
}
