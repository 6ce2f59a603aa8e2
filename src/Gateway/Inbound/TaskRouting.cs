using ServiceHall.Gateway.Intake;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Inbound;

/// <summary>Whose work it is that came down: the department that owns the matter, in the hall's own division.</summary>
internal sealed class TaskRouting(Hall hall, CapabilityDirectory directory)
{
    /// <summary>The department and the matter; null, and a finding of each reason, where it is nobody's here.</summary>
    public (string? Department, Matter? Matter) Route(SentTask sent, List<Finding> findings)
    {
        var count = findings.Count;
        var division = sent.Division ?? hall.Division;
        if (!DivisionPath.IsCode(division))
        {
            findings.Add(new Finding(RuleBook.DivisionUnknown, "division", "应为 6 至 12 位数字"));
        }
        else if (!directory.LiesIn(division, hall.Division, HallTime.DayOf(hall.Clock.Now)))
        {
            findings.Add(Finding.Of(RuleBook.DivisionNotOurs, "division"));
        }

        var matter = sent.MatterCode is { } code ? hall.Rules.Matters.Find(code, HallTime.DayOf(sent.OccurredAt)) : null;
        if (sent.MatterCode is not null && matter is null)
        {
            findings.Add(Finding.Of(RuleBook.MatterUnknown, "data.matterCode"));
        }

        var department = sent.Department ?? matter?.Department;
        if (department is null)
        {
            findings.AddRange(matter is null && sent.MatterCode is not null ? [] : [Finding.Of(RuleBook.FieldRequired, "department")]);
        }
        else if (!IsKnown(department))
        {
            findings.Add(new Finding(RuleBook.CodeUnknown, "department", "没有这个部门"));
        }
        else if (matter is not null && department != matter.Department && !matter.Departments.Contains(department, StringComparer.Ordinal))
        {
            findings.Add(new Finding(RuleBook.CodeUnknown, "department", "这个部门不办理该事项"));
        }

        return findings.Count == count ? (department, matter) : (null, matter);
    }

    private bool IsKnown(string department) => hall.Rules.Matters.All.Any(matter => matter.Department == department || matter.Departments.Contains(department, StringComparer.Ordinal));
}
