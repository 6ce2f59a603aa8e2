using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>How a department's system numbers its cases and writes its pushes. Each is described in data/sample-county/README.md.</summary>
internal abstract class Shape
{
    private static readonly HashSet<string> Ordinary =
        ["case.submitted", "case.accepted", "case.step", "case.paused", "case.resumed", "case.closed"];

    /// <summary>The gateway's mapping it comes through; null where it speaks the gateway's own records.</summary>
    public abstract string? Adapter { get; }

    public abstract int MostInOnePush { get; }

    public virtual string ContentType => "application/json";

    /// <summary>How a body that is a text becomes bytes.</summary>
    public virtual string? Encoding => null;

    /// <summary>Whether an acceptance says again what the submission said.</summary>
    public virtual bool RepeatsSubmission => true;

    /// <summary>Whether it can correct and withdraw what it said.</summary>
    public virtual bool HasVersions => false;

    /// <summary>Whether this hall holds it to the catalogue to the letter.</summary>
    public virtual bool IsHeldStrictly => false;

    /// <summary>Whether it can say that this happened.</summary>
    public virtual bool Speaks(string kind) => Ordinary.Contains(kind);

    public abstract string CaseNo(int number, Matter matter);

    /// <param name="nth">Which event of this kind in the case, from 1.</param>
    public abstract string Key(string caseNo, string kind, int nth, Dice dice);

    /// <summary>The body of one push. The events stay their owner's: what is taken over is copied.</summary>
    public abstract JsonNode Body(Department department, IReadOnlyList<CaseEvent> events);

    /// <summary>One object a line.</summary>
    protected static JsonNode Lines(IEnumerable<string> lines) => JsonValue.Create(string.Concat(lines.Select(line => line + "\n")));
}
