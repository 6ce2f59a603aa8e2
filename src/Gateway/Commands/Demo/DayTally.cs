namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>What the departments were answered so far. Read while it is written.</summary>
internal sealed class DayTally(SampleCounty county)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedDictionary<string, int>> _verdicts = county.Departments.ToDictionary(one => one.Code, _ => new SortedDictionary<string, int>(StringComparer.Ordinal), StringComparer.Ordinal);
    private readonly Dictionary<string, int> _sent = [];
    private readonly List<string> _surprises = [];

    public int Calls { get; private set; }

    public int Sent { get; private set; }

    public int Answered { get; private set; }

    /// <summary>Answers to what was not kept: its line was none, it was another's, or it was known.</summary>
    public int NotKept { get; private set; }

    /// <summary>A case to look at afterwards.</summary>
    public (string Department, string CaseNo)? SomeCase { get; private set; }

    /// <summary>Answers that are not what the county's makers say, each by the line of the recording.</summary>
    public IReadOnlyList<string> Surprises
    {
        get
        {
            lock (_lock)
            {
                return [.. _surprises];
            }
        }
    }

    public SortedDictionary<string, int> Verdicts
    {
        get
        {
            lock (_lock)
            {
                return new(_verdicts.Values.SelectMany(one => one).GroupBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.Sum(count => count.Value), StringComparer.Ordinal), StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Each department with what it sent and what it was answered.</summary>
    public IReadOnlyList<DepartmentLine> Departments
    {
        get
        {
            lock (_lock)
            {
                return [.. county.Departments.Select(one => new DepartmentLine(one.Name, _sent.GetValueOrDefault(one.Code), new Dictionary<string, int>(_verdicts[one.Code], StringComparer.Ordinal)))];
            }
        }
    }

    public void Sends(RecordedPush push)
    {
        lock (_lock)
        {
            (Calls, Sent) = (Calls + 1, Sent + push.Records);
            _sent[push.Department] = _sent.GetValueOrDefault(push.Department) + push.Records;
        }
    }

    public void Refused(RecordedPush push, int status)
    {
        lock (_lock)
        {
            _surprises.Add($"第 {push.Line} 行 {push.To} 答复 {status}");
        }
    }

    public void Answers(RecordedPush push, Answer answer)
    {
        lock (_lock)
        {
            var verdicts = _verdicts[push.Department];
            verdicts[answer.Verdict] = verdicts.GetValueOrDefault(answer.Verdict) + 1;
            Answered++;
            NotKept += answer.IsKept ? 0 : 1;
            SomeCase ??= answer.Verdict == "accepted" && push.FirstCaseNo is { } caseNo ? (push.Department, caseNo) : null;
            if (county.Expected(push.Line) is var expected && !answer.Is(expected))
            {
                _surprises.Add($"第 {push.Line} 行应为 {expected.Verdict} {expected.Rule}，实为 {answer.Verdict} {string.Join('、', answer.Rules)}");
            }
        }
    }
}

/// <summary>One department of the day.</summary>
internal sealed record DepartmentLine(string Name, int Sent, IReadOnlyDictionary<string, int> Verdicts);
