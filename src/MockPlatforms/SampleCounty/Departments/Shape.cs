using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>How a department's system numbers its cases and writes its pushes. Each is described in data/sample-county/README.md.</summary>
internal abstract class Shape
{
    /// <summary>Whether this is the department's own format, which the gateway maps, and not the canonical record.</summary>
    public abstract bool IsOwn { get; }

    public abstract int MostInOnePush { get; }

    /// <summary>Whether an acceptance says again what the submission said.</summary>
    public virtual bool RepeatsSubmission => true;

    public abstract string CaseNo(int number, Matter matter);

    /// <param name="nth">Which event of this kind in the case, from 1.</param>
    public abstract string Key(string caseNo, string kind, int nth, Dice dice);

    /// <summary>The body of one push. The events stay their owner's: what is taken over is copied.</summary>
    public abstract JsonNode Body(Department department, IReadOnlyList<CaseEvent> events);
}
