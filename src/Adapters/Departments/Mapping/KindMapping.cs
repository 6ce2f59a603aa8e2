using System.Text.Json;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>How the records of one kind map, and which those are.</summary>
internal sealed class KindMapping
{
    public required Condition? When { get; init; }

    public required string Kind { get; init; }

    public required ValueCell? CaseNo { get; init; }

    public required ValueCell? OccurredAt { get; init; }

    public required ObjectCell? Data { get; init; }

    /// <summary>Cells the department's own agreement demands, with the canonical field each fills.</summary>
    public required IReadOnlyList<(SourcePath Path, string Field)> Required { get; init; }

    /// <summary>The first kind whose condition holds; none is told by the missing <c>kind</c>.</summary>
    public static KindMapping? Of(IEnumerable<KindMapping> kinds, MappingRun run, SourceNode record) =>
        kinds.FirstOrDefault(kind => kind.When?.Holds(run, record) ?? true);

    /// <summary>The day it happened, as the department says; null where it does not, or not readably.</summary>
    public DateOnly? Day(SourceNode record, IReadOnlyDictionary<string, string> parameters, DateTimeOffset? receivedAt)
    {
        var run = new MappingRun(record, parameters, [], receivedAt);
        var text = OccurredAt?.Applies(run, record) == true ? OccurredAt.Read("occurredAt", run, record) : null;
        return text is not null && run.Findings.Count == 0 && HallTime.TryParseRfc3339(text, out var at) ? HallTime.DayOf(at) : null;
    }

    /// <summary>Writes the record's kind and what belongs to it; of one that is withdrawn nothing that it once said.</summary>
    public void Write(Utf8JsonWriter to, MappingRun run, SourceNode record, bool isDeleted)
    {
        to.WriteString("kind", Kind);
        CaseNo?.Write(to, "caseNo", "caseNo", run, record);
        OccurredAt?.Write(to, "occurredAt", "occurredAt", run, record);
        if (!isDeleted)
        {
            WriteData(to, run, record);
        }
    }

    private void WriteData(Utf8JsonWriter to, MappingRun run, SourceNode record)
    {
        foreach (var (path, field) in Required)
        {
            if (path.Find(run, record) is null)
            {
                run.Findings.Add(Finding.Of(RuleBook.FieldRequired, field));
            }
        }

        if (Data is not null)
        {
            to.WriteStartObject("data");
            Data.WriteMembers(to, "data", run, record);
            to.WriteEndObject();
        }
    }
}
