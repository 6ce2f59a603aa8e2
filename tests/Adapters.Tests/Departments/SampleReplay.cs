using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;
using Record = ServiceHall.Model.Records.Record;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>A hall in memory: it remembers keys and cases, and judges what waited once the acceptance comes.</summary>
internal sealed class SampleReplay(DepartmentMapping mapping, HallRules rules)
{
    private readonly StatelessRules _stateless = new(rules);
    private readonly Judge _judge = new(rules);
    private readonly Dictionary<(string Department, string Key), byte[]> _keys = [];
    private readonly Dictionary<(string Department, string CaseNo), Case> _cases = [];
    private readonly Dictionary<(string Department, string CaseNo), List<(Record Record, List<Finding> Findings)>> _parked = [];

    /// <summary>The first answer to a record.</summary>
    public Judgement Push(JsonElement sent, DateTimeOffset receivedAt)
    {
        var mapped = mapping.Map(SourceNode.Of(sent), receivedAt);
        using var canonical = JsonDocument.Parse(mapped.Canonical);
        var read = RecordReader.Read(canonical.RootElement, mapped.Department!, receivedAt);
        read.Findings.AddRange(mapped.Findings);
        TextRules.Check(canonical.RootElement, read.Findings);
        _stateless.Check(read.Record!, read.Findings);
        var judgement = Judge(read.Record!, read.Findings, Known(read.Record!, mapped.Content));
        if (judgement.Verdict == Verdict.Parked)
        {
            Waiting(read.Record!).Add((read.Record!, read.Findings));
        }
        else if (judgement.Verdict == Verdict.Accepted && read.Record!.Kind == Kinds.CaseAccepted)
        {
            Release(read.Record!);
        }

        return judgement;
    }

    public Case? CaseOf(string department, string caseNo) => _cases.GetValueOrDefault((department, caseNo));

    private KnownKey? Known(Record record, byte[] content) => _keys.TryAdd((record.Department, record.Key), content)
        ? null
        : new KnownKey(1, _keys[(record.Department, record.Key)].AsSpan().SequenceEqual(content) ? SameVersion.SameContent : SameVersion.OtherContent, Standing: null);

    private Judgement Judge(Record record, List<Finding> findings, KnownKey? known)
    {
        var existing = record.CaseNo is { } caseNo ? _cases.GetValueOrDefault((record.Department, caseNo)) : null;
        var judgement = _judge.Decide(record, findings, Guid.NewGuid(), known, existing, () => NewCase(record));
        if (judgement is { Verdict: Verdict.Accepted, Case: { } after })
        {
            _cases[(after.Department, after.CaseNo)] = after;
        }

        return judgement;
    }

    private List<(Record Record, List<Finding> Findings)> Waiting(Record record)
    {
        var key = (record.Department, record.CaseNo!);
        return _parked.TryGetValue(key, out var waiting) ? waiting : _parked[key] = [];
    }

    // By the time they happened; a stable sort leaves those of one instant in order of receipt.
    private void Release(Record acceptance)
    {
        foreach (var (record, findings) in Waiting(acceptance).OrderBy(parked => parked.Record.OccurredAt))
        {
            Judge(record, findings, known: null);
        }
    }

    private Case NewCase(Record record) => new() { Id = _cases.Count + 1, Department = record.Department, CaseNo = record.CaseNo!, GatewayNo = $"{_cases.Count + 1:D24}" };
}
