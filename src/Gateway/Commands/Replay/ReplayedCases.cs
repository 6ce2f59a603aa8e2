using System.Globalization;
using System.Text.Json;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Commands.Replay;

/// <summary>Writes what became of every case, in the recording's own words.</summary>
internal static class ReplayedCases
{
    public static int Write(string file, Replayed stream, DepartmentMapping mapping, WorkCalendar calendar, long count)
    {
        using var to = new StreamWriter(file, append: false, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var written = 0;
        foreach (var @case in stream.Cases(count).Where(one => one.Facts.Acceptance is not null))
        {
            to.Write(Line(@case, mapping, calendar));
            to.Write('\n');
            written++;
        }

        return written;
    }

    private static string Line(Case @case, DepartmentMapping mapping, WorkCalendar calendar)
    {
        var facts = @case.Facts;
        var acceptedAt = facts.Acceptance!.OccurredAt;
        var clock = CaseClock.Read(facts, @case.Matter!.Promised, calendar, acceptedAt);
        var closedAt = facts.Closing?.OccurredAt;
        return JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["project_no"] = @case.CaseNo,
            ["state"] = facts.Closing is null ? "accepted" : "closed",
            ["task_code"] = @case.MatterCodeUsed,
            ["applyer_page_code"] = facts.Application!.Applicant!.IdNumber,
            ["accept_date"] = Instant(acceptedAt),
            ["promise_workdays"] = @case.Matter.Promised.Value,
            ["suspended_workdays"] = clock.Paused,
            ["due_date"] = clock.DueAt is { } due ? Day(due) : null,
            ["result_date"] = closedAt is { } at ? Instant(at) : null,
            ["result_type"] = facts.Closed?.Result is { } result ? mapping.Table("result")?.CodeOf(result) : null,
            ["overdue"] = closedAt is null || clock.DueAt is null ? null : HallTime.DayOf(closedAt.Value) > HallTime.DayOf(clock.DueAt.Value),
            ["steps"] = facts.Steps.Length,
            ["special_open"] = facts.Pauses.Where(pause => pause.End is null).Select(pause => pause.Sequence),
        });
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
