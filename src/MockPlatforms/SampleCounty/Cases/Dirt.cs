using ServiceHall.MockPlatforms.SampleCounty.Departments;

namespace ServiceHall.MockPlatforms.SampleCounty.Cases;

/// <summary>One thing that is wrong or out of the ordinary on purpose, in cases of its own: nothing that is clean depends on it.</summary>
/// <param name="Verdict">What the gateway should answer, in the contract's words.</param>
/// <param name="Rule">The rule that should say so; null where none does.</param>
/// <param name="Write">Tells the case. What it does not mark itself is the last event.</param>
internal sealed record Dirt(string Label, string Verdict, string? Rule, Action<CaseStory> Write)
{
    /// <summary>Which departments and matters it can happen to.</summary>
    public Func<Department, Matter, bool> Fits { get; init; } = (_, _) => true;

    /// <summary>How many cases carry it.</summary>
    public int Cases { get; init; } = 3;

    /// <summary>The state it ends in where that is not the verdict's; empty where it is not kept.</summary>
    public string? EndsAs { get; init; }

    /// <summary>The state in which the record is at the end of the day; null where it was not kept.</summary>
    public string? Ends => EndsAs is "" ? null : EndsAs ?? StateOf(Verdict);

    /// <summary>What becomes of a record by its verdict alone.</summary>
    public static string? StateOf(string verdict) => verdict switch
    {
        "accepted" => "taken",
        "rejected" => "quarantined",
        "duplicate" => null,
        _ => verdict,
    };

    /// <summary>Tells the case and sees that one of its events is marked.</summary>
    public void Tell(CaseStory story)
    {
        Write(story);
        if (!story.IsMarked)
        {
            story.ChangeLast(told => told with { Label = Label });
        }
    }
}
