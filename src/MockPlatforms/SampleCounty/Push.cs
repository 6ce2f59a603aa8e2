using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;
using ServiceHall.MockPlatforms.SampleCounty.Departments;

namespace ServiceHall.MockPlatforms.SampleCounty;

/// <summary>One call of a department: a line of day.jsonl.</summary>
internal sealed record Push(DateTimeOffset At, Department Department, IReadOnlyList<CaseEvent> Events)
{
    private static readonly TimeSpan LongestCollecting = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Puts a department's events into pushes of up to as many as its shape takes, in order, so that a batch leaves with its last event
    /// and no event of a case overtakes another. Events of dirty cases go alone.
    /// </summary>
    public static IEnumerable<Push> Bundle(Department department, IEnumerable<CaseEvent> events, Dice dice)
    {
        var inOrder = events.OrderBy(told => told.PushedAt).ToLookup(told => told.Alone);
        return [.. inOrder[true].Select(told => new Push(told.PushedAt, department, [told])), .. Batches(department, [.. inOrder[false]], dice)];
    }

    public JsonObject ToJson() => Members.Of(
        ("at", HallDay.Write(At)),
        ("department", Department.Code),
        ("to", Department.To),
        ("contentType", Department.Shape.ContentType),
        ("encoding", Department.Shape.Encoding),
        ("settled", Events.Any(told => told.AfterTheRest) ? true : null),
        ("body", Department.Shape.Body(Department, Events)));

    private static IEnumerable<Push> Batches(Department department, IReadOnlyList<CaseEvent> events, Dice dice)
    {
        for (var next = 0; next < events.Count;)
        {
            var most = dice.Chance(50) ? 1 : dice.Between(1, department.Shape.MostInOnePush);
            var latest = events[next].PushedAt + LongestCollecting;
            List<CaseEvent> batch = [.. events.Skip(next).Take(most).TakeWhile(told => told.PushedAt <= latest)];
            next += batch.Count;
            yield return new(batch[^1].PushedAt, department, batch);
        }
    }
}
