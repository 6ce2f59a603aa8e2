using System.Text;

namespace ServiceHall.Bench.Rows;

/// <summary>
/// Canonical records as department <c>mz</c> of the sample county pushes them: acceptances, and steps in the county's ratio (300 to 506). Keys and
/// numbers are fresh, in natural order; names and numbers belong to nobody. The text is the same whatever machine makes it.
/// </summary>
/// <param name="materials">Whether acceptances name materials.</param>
/// <param name="department"><c>mz</c>, or <c>rs</c> with its own matter.</param>
/// <param name="mark">What every row of these records holds somewhere.</param>
/// <param name="open">Cases that are under way at the same time, whose events come in turns; 1: all of a case right behind one another.</param>
internal sealed class CountyRecords(string prefix, bool materials = true, string department = "mz", string mark = "", int open = 1)
{
    // Steps of one case after another: 5 to 3, as near to the county's 506 to 300 as small numbers come.
    private static readonly int[] StepsOf = [1, 2, 2];

    private const string Materials = """
        "materials":[{"name":"示例申请表","form":"paper","copies":1},{"name":"示例身份证明","form":"paper","copies":1}],
        """;

    private (string Code, string Name, string Office) Matter => department == "mz"
        ? ("11990001990000113L4990500007000", "示例困难家庭临时救助", "示例县民政局")
        : ("11990001990000121F4990500023000", "示例技能提升补贴申领", "示例县人力资源和社会保障局");

    private int _first;
    private int _at;
    private int _event;

    /// <summary>The next record; a case's acceptance comes before its steps.</summary>
    public byte[] Next()
    {
        while (_event > StepsOf[(_first + _at) % StepsOf.Length])
        {
            GoOn();
        }

        var caseNo = CaseNo(_first + _at);
        var record = _event == 0 ? Accepted(caseNo) : Step(caseNo, _event);
        GoOn();
        return Encoding.UTF8.GetBytes(record);
    }

    // The same event of the next case that is open; after the last one the next event; after the last event the next cases.
    private void GoOn()
    {
        if (++_at == open)
        {
            (_at, _event) = (0, _event + 1);
        }

        if (_event > StepsOf.Max())
        {
            (_first, _event) = (_first + open, 0);
        }
    }

    /// <summary>The number of a case, from 0.</summary>
    public string CaseNo(int number) => $"{department.ToUpperInvariant()}-{prefix}-{number:D6}";

    /// <summary>So many records, one a line.</summary>
    public byte[] Lines(int records)
    {
        var body = new MemoryStream();
        for (var i = 0; i < records; i++)
        {
            body.Write(Next());
            body.WriteByte((byte)'\n');
        }

        return body.ToArray();
    }

    /// <summary>The body of a push of so many records.</summary>
    public byte[] Push(int records)
    {
        var body = new MemoryStream();
        body.Write("{\"records\":["u8);
        for (var i = 0; i < records; i++)
        {
            if (i > 0)
            {
                body.WriteByte((byte)',');
            }

            body.Write(Next());
        }

        body.Write("]}"u8);
        return body.ToArray();
    }

    private string Accepted(string caseNo) => $$$"""
        {"key":"{{{caseNo}}}/accepted","kind":"case.accepted","caseNo":"{{{caseNo}}}","version":1,"occurredAt":"2026-06-15T09:00:00+08:00",
        "data":{"matterCode":"{{{Matter.Code}}}","title":"关于示例甲办理{{{Matter.Name}}}的申请{{{mark}}}","channel":"window",
        "applicant":{"type":"person","name":"示例甲","idType":"citizenId","idNumber":"990001197001010014","mobile":"10012345678","address":"示例县示例街道示例路1号"},
        {{{(materials ? Materials : "")}}}"caseType":"promised",
        "appliedAt":"2026-06-15T08:55:00+08:00","acceptedBy":"示例经办己07","organisationCode":"{{{Matter.Code[..18]}}}","organisationName":"{{{Matter.Office}}}"}}
        """.ReplaceLineEndings("");

    private string Step(string caseNo, int number) => $$$"""
        {"key":"{{{caseNo}}}/step-{{{number}}}","kind":"case.step","caseNo":"{{{caseNo}}}","version":1,"occurredAt":"2026-06-15T10:0{{{number}}}:00+08:00",
        "data":{"step":"审核","action":"approved","startedAt":"2026-06-15T09:30:00+08:00","endedAt":"2026-06-15T10:0{{{number}}}:00+08:00",
        "handledBy":"示例经办乙02","opinion":"材料齐全，同意{{{mark}}}"}}
        """.ReplaceLineEndings("");
}
