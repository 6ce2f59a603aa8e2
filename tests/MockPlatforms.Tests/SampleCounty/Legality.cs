namespace ServiceHall.MockPlatforms.Tests.SampleCounty;

/// <summary>Follows one case through its clean events and says the first thing that was not allowed, or nothing.</summary>
internal static class Legality
{
    public static string? FirstFault(IEnumerable<Told> events)
    {
        var (state, open, last) = ("new", (string?)null, DateTimeOffset.MinValue);
        foreach (var told in events.Where(told => told.Kind != "crossRegion.submitted"))
        {
            if (told.OccurredAt < last || told.OccurredAt > told.At)
            {
                return $"{told.Key} is out of time";
            }

            state = After(state, open, told);
            open = told.Kind == "case.paused" ? told.Sequence : open;
            last = told.OccurredAt;
            if (state == "fault")
            {
                return $"{told.Key} is not allowed here";
            }
        }

        return null;
    }

    private static string After(string state, string? open, Told told) => (state, told.Kind) switch
    {
        ("new", "case.submitted") => "submitted",
        ("submitted", "case.supplementRequested") => "questioned",
        ("questioned", "case.supplementReceived") => "submitted",
        ("questioned", "case.closed") when told.Result == "supplementLapsed" && told.Reason is { Length: > 0 } => "ended",
        ("submitted", "case.refused") when told.Reason is { Length: > 0 } => "ended",
        ("submitted" or "running", "case.withdrawn") when told.Reason is { Length: > 0 } => "ended",
        ("new" or "submitted", "case.accepted") => "running",
        ("running", "case.step" or "case.extended") => "running",
        ("closed", "case.delivered" or "evaluation.given") => "closed",
        ("running", "case.paused") when told.Sequence is { Length: > 0 } => "paused",
        ("paused", "case.resumed") when told.Sequence == open => "running",
        ("running", "case.closed") when IsWhole(told) => "closed",
        _ => "fault",
    };

    private static bool IsWhole(Told closed) => closed.Result switch
    {
        "licensed" => closed.LicenceNumber is { Length: > 0 },
        "returned" => closed.Reason is { Length: > 0 },
        "completed" => true,
        _ => false,
    };
}
