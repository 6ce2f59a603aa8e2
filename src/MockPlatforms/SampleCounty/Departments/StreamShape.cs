using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>The gateway's own records as a stream, one a line, up to twelve a push.</summary>
internal sealed class StreamShape(string prefix, string sign) : CanonicalShape(prefix, sign)
{
    public override int MostInOnePush => 12;

    public override string ContentType => "application/x-ndjson";

    public override string Encoding => "utf-8";

    public override JsonNode Body(Department department, IReadOnlyList<CaseEvent> events) => Lines(events.Select(Line));

    // A line that was cut short on the way is no record any more, and does not end like one either.
    private static string Line(CaseEvent told) => Record(told).ToJsonString(Members.Line) is var line && told.IsCutShort ? line[..(line.Length / 2)].TrimEnd('}') : line;
}
