using ServiceHall.Model.Calendar;
using ServiceHall.Model.Divisions;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>Everything a judgement depends on besides the record and its case: the configuration every record names.</summary>
public sealed record HallRules
{
    public required MatterCatalogue Matters { get; init; }

    public required DivisionTable Divisions { get; init; }

    public required WorkCalendar Calendar { get; init; }

    public RuleProfile Profile { get; init; } = RuleProfile.Product;

    /// <summary>The narrowest columns of the enabled platforms, in code points, by field path (<c>data.applicant.name</c>).</summary>
    public IReadOnlyDictionary<string, int> Widths { get; init; } = new Dictionary<string, int>();

    /// <summary>How far ahead of the hall's clock a time may be.</summary>
    public TimeSpan FutureGrace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How old an event may be when it comes.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromDays(10);

    /// <summary>How much before the acceptance an event may lie: clocks of two systems.</summary>
    public TimeSpan OrderGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many ratings one case may have; null is no limit.</summary>
    public int? MostEvaluations { get; init; }

    /// <summary>What this configuration was made of, in one word; stored with every record judged under it.</summary>
    public string Fingerprint => $"calendar {Calendar.Version} divisions {Divisions.Version} matters {Matters.Version}";
}
