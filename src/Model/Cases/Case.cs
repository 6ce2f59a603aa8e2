using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ServiceHall.Model.Matters;

namespace ServiceHall.Model.Cases;

/// <summary>办件: one case, as the records taken of it tell. Immutable; printing one reveals nothing.</summary>
public sealed record Case
{
    private CaseFacts? _facts;

    /// <summary>The gateway's own serial number.</summary>
    public required long Id { get; init; }

    public required string Department { get; init; }

    /// <summary>The department's own case number.</summary>
    public required string CaseNo { get; init; }

    /// <summary>The gateway's case number, which platforms know as <c>project_no</c>.</summary>
    public required string GatewayNo { get; init; }

    /// <summary>The matter as it was when the case was accepted (or submitted): later versions do not rewrite it.</summary>
    public Matter? Matter { get; init; }

    /// <summary>The code the department used for the matter.</summary>
    public string? MatterCodeUsed { get; init; }

    /// <summary>What was taken, in the order of judgement. A correction stands in the place of what it corrects.</summary>
    public ImmutableArray<CaseEvent> Events { get; init; } = [];

    /// <summary>Records that were withdrawn, and the places they left: a later version takes its place again. Null where there are none.</summary>
    public IReadOnlyList<Gap>? Gaps { get; init; }

    /// <summary>The place of the next event that has none.</summary>
    public long NextPosition { get; init; } = 1;

    /// <summary>The cross-region request that it answers (跨省通办); null of all others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestNo { get; init; }

    /// <summary>How many corrections and withdrawals were taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Corrections { get; init; }

    /// <summary>What the events add up to.</summary>
    [JsonIgnore]
    public CaseFacts Facts => _facts ??= CaseFacts.Of(Events);

    /// <summary>The case with one more event, at the end of its lanes.</summary>
    public Case With(CaseEvent taken) => this with
    {
        Events = Events.Add(taken with { Position = NextPosition, StandsForStep = JudgedOnce(taken, Facts) }),
        NextPosition = NextPosition + 1,
        _facts = null,
    };

    /// <summary>The place that records of this key have, or null where none was ever taken.</summary>
    public long? PlaceOf(string key) => Events.FirstOrDefault(one => one.Key == key)?.Position ?? Gaps?.LastOrDefault(gap => gap.Key == key)?.Position;

    /// <summary>The key that has this place.</summary>
    public string KeyAt(long place) => Events.FirstOrDefault(one => one.Position == place)?.Key ?? Gaps!.First(gap => gap.Position == place).Key;

    /// <summary>The case with this event in a place of its own: what stood there is gone.</summary>
    public Case Correct(CaseEvent taken, long place)
    {
        var before = Events.RemoveAll(one => one.Position >= place);
        return this with
        {
            Events = [.. before, taken with { Position = place, StandsForStep = NotedAt(place) ?? JudgedOnce(taken, CaseFacts.Of(before)) }, .. Events.Where(one => one.Position > place)],
            Gaps = GapsBut(place),
            Corrections = Corrections + 1,
            _facts = null,
        };
    }

    /// <summary>The case without what stands in this place, as if it had never been said.</summary>
    public Case Withdraw(long place) => this with
    {
        Events = Events.RemoveAll(one => one.Position == place),
        Gaps = [.. GapsBut(place) ?? [], new Gap(KeyAt(place), place, NotedAt(place))],
        Corrections = Corrections + 1,
        _facts = null,
    };

    /// <summary>The case as far as these events tell.</summary>
    public Case Only(Func<CaseEvent, bool> told) => this with { Events = [.. Events.Where(told)], _facts = null };

    /// <summary>Equality is identity: two readings of a case are compared by what they say, member by member, where that is wanted.</summary>
    public bool Equals(Case? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"case {GatewayNo}";

    /// <summary>即办件 closed without a step: its result stands for one too. Judged when it was first taken; of one taken before that was noted, as the case is.</summary>
    public bool StandsForStep(CaseEvent closing) => closing.StandsForStep ?? JudgedOnce(closing, Facts) == true;

    private bool? NotedAt(long place) =>
        Events.FirstOrDefault(one => one.Position == place)?.StandsForStep ?? Gaps?.FirstOrDefault(gap => gap.Position == place)?.StandsForStep;

    private static bool? JudgedOnce(CaseEvent taken, CaseFacts facts) => taken.Data is Closed ? facts is { Accepted.CaseType: "immediate", Steps.IsEmpty: true } : null;

    private List<Gap>? GapsBut(long place) => Gaps?.Where(gap => gap.Position != place).ToList() is { Count: > 0 } others ? others : null;
}

/// <summary>The place of a record that was withdrawn.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Position">Its place.</param>
/// <param name="StandsForStep">Of a result what was judged of it, for when it comes back.</param>
public sealed record Gap(string Key, long Position, bool? StandsForStep = null);

/// <summary>One taken record of a case.</summary>
public sealed record CaseEvent(Guid RecordId, string Key, int Version, string Kind, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, EventData Data)
{
    /// <summary>Its place in the case's lanes, from 1, given at judgement. A correction has the place of what it corrects.</summary>
    public long Position { get; init; }

    /// <summary>Of a result whether it stands for a step too; judged once, whatever becomes of steps later. Null of all else.</summary>
    public bool? StandsForStep { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} (withheld)";
}
