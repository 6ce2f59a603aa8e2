using System.Collections.Frozen;

namespace ServiceHall.Model.CrossRegion;

/// <summary>Follows divisions that were renamed, merged or split, to what stands for them on a day.</summary>
public sealed class DivisionSuccessions
{
    private readonly FrozenDictionary<string, DivisionSuccession> _byCode;
    private readonly DateOnly[] _days;

    /// <summary>Those of a hall.</summary>
    /// <exception cref="InvalidDataException">A code ends twice, has too few or too many successors, or comes back to itself.</exception>
    public DivisionSuccessions(IEnumerable<DivisionSuccession> all)
    {
        Dictionary<string, DivisionSuccession> byCode = new(StringComparer.Ordinal);
        foreach (var one in all)
        {
            if (one.Kind == SuccessionKind.Split ? one.Successors.Count < 2 : one.Successors.Count != 1)
            {
                throw new InvalidDataException($"{one.Code} has {one.Successors.Count} successors: a split one has two at least, any other just one");
            }

            if (!byCode.TryAdd(DivisionPath.Bare(one.Code), one))
            {
                throw new InvalidDataException($"{one.Code} ends twice");
            }
        }

        _byCode = byCode.ToFrozenDictionary(StringComparer.Ordinal);
        _days = [.. byCode.Values.Select(one => one.From).Distinct().Order()];
        foreach (var one in byCode.Values)
        {
            RefuseCircle(one);
        }
    }

    /// <summary>Of a hall whose divisions are as they always were.</summary>
    public static DivisionSuccessions None { get; } = new([]);

    /// <summary>What stands for a division on that day.</summary>
    internal Followed Follow(string bare, DateOnly day)
    {
        if (_byCode.Count == 0)
        {
            return new Followed(bare, [], null);
        }

        List<DivisionSuccession> steps = [];
        while (Next(bare, day) is { } next)
        {
            steps.Add(next);
            if (next.Kind == SuccessionKind.Split)
            {
                return new Followed(bare, steps, next);
            }

            bare = After(bare, next);
        }

        return new Followed(bare, steps, null);
    }

    /// <summary>
    /// What a rule's division is called on that day. Only what was renamed is the same place: for how much of a division that took another in, or of the parts of one, the
    /// rule would hold nobody knows.
    /// </summary>
    internal string Rename(string bare, DateOnly day)
    {
        while (Next(bare, day) is { Kind: SuccessionKind.Renamed } renamed)
        {
            bare = After(bare, renamed);
        }

        return bare;
    }

    /// <summary>The days in a span on which any of these divisions may come to be called otherwise.</summary>
    internal IEnumerable<DateOnly> Changes(DateOnly after, DateOnly to, params IEnumerable<string> bares) =>
        bares.SelectMany(DivisionPath.Up).Any(_byCode.ContainsKey) ? _days.Where(day => day > after && day <= to) : [];

    /// <summary>What a code is after that succession: a renamed place takes along what lies in it, one that was merged has new towns.</summary>
    private static string After(string bare, DivisionSuccession by)
    {
        var (old, successor) = (DivisionPath.Bare(by.Code), DivisionPath.Bare(by.Successors[0]));
        return by.Kind == SuccessionKind.Renamed && old.Length == successor.Length ? successor + bare[old.Length..] : successor;
    }

    // The deepest counts: a county of a city that ended may have gone elsewhere than the city.
    private DivisionSuccession? Next(string bare, DateOnly day)
    {
        foreach (var place in DivisionPath.Up(bare))
        {
            if (_byCode.TryGetValue(place, out var found) && found.From <= day)
            {
                return found;
            }
        }

        return null;
    }

    private void RefuseCircle(DivisionSuccession first)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        var bare = DivisionPath.Bare(first.Code);
        while (seen.Add(bare))
        {
            if (Next(bare, DateOnly.MaxValue) is not { Kind: not SuccessionKind.Split } next)
            {
                return;
            }

            bare = After(bare, next);
        }

        throw new InvalidDataException($"{first.Code} comes back to itself");
    }
}

/// <summary>A division as it stands on a day.</summary>
/// <param name="Bare">The digits that say something.</param>
/// <param name="Steps">What it went through, in order.</param>
/// <param name="Split">Where it can't be told which of several it is.</param>
internal readonly record struct Followed(string Bare, IReadOnlyList<DivisionSuccession> Steps, DivisionSuccession? Split);
