using System.Collections.Frozen;

namespace ServiceHall.Model.CrossRegion;

/// <summary>
/// 通办能力目录: which rule sends a request where. The most specific rule decides: first by how exactly it names the matter, then by how deep its home division lies, then
/// whether it names the mode, then by how deep its receiving division lies. Two rules that say the same of all four on the same day can't both decide: that is refused
/// here, not found out by a citizen.
/// </summary>
/// <remarks>Loaded once, read by all threads.</remarks>
public sealed class CapabilityDirectory
{
    private const int MostTies = 20;

    private readonly FrozenDictionary<(MatterNaming Naming, string Matter, string Home), FrozenDictionary<(string Mode, string Receiving), Term[]>> _terms;
    private readonly FrozenDictionary<(MatterNaming Naming, string Matter), Term[]> _byMatter;
    private readonly DivisionSuccessions _successions;

    /// <summary>A directory of these rules.</summary>
    /// <exception cref="InvalidDataException">Rules are equally specific and hold on the same day: all of them are named, up to twenty pairs. Or two have one name.</exception>
    public CapabilityDirectory(IEnumerable<RouteRule> rules, DivisionSuccessions successions, string version)
    {
        (_successions, Version, Rules) = (successions, version, [.. rules]);
        RefuseNamesakes(Rules);
        var terms = Rules.SelectMany(TermsOf).ToList();
        _terms = terms.GroupBy(term => (term.Rule.Naming, term.Rule.Matter, term.Home)).ToFrozenDictionary(
            ofHome => ofHome.Key, ofHome => ofHome.GroupBy(term => (term.Rule.Mode ?? "", term.Receiving)).ToFrozenDictionary(same => same.Key, same => same.OrderBy(term => term.From).ToArray()));
        _byMatter = terms.GroupBy(term => (term.Rule.Naming, term.Rule.Matter)).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        RefuseTies();
    }

    /// <summary>All rules, as loaded.</summary>
    public IReadOnlyList<RouteRule> Rules { get; }

    /// <summary>Which directory this is; part of the configuration that a request was routed under.</summary>
    public string Version { get; }

    /// <summary>Which rule decides, or why none does.</summary>
    public Route Find(RouteRequest request)
    {
        var (home, receiving) = (Follow(request.Home, request.Day), Follow(request.Receiving, request.Day));
        if ((home.Split ?? receiving.Split) is { } split)
        {
            return new Route.Nowhere(NoRoute.DivisionSplit, home, receiving) { Split = split };
        }

        var (homes, receivings) = (DivisionPath.Up(home.Bare), DivisionPath.Up(receiving.Bare));
        foreach (var (naming, matter) in request.Names())
        {
            foreach (var place in homes)
            {
                if (_terms.TryGetValue((naming, matter, place), out var ofHome) && Best(ofHome, request, receivings) is { } term)
                {
                    return new Route.To(term.Rule, home, receiving);
                }
            }
        }

        return Nowhere(request, home, receiving, homes, receivings);
    }

    /// <summary>Whether a division is that one or lies in it; what was renamed or merged is followed.</summary>
    public bool LiesIn(string division, string within, DateOnly day) => Follow(division, day) is { Split: null } followed && DivisionPath.Up(followed.Bare).Contains(DivisionPath.Bare(within));

    /// <summary>All rules that fit, the one that decides first: what a preview shows beside it.</summary>
    public IReadOnlyList<RouteRule> Fitting(RouteRequest request)
    {
        var (home, receiving) = (Follow(request.Home, request.Day), Follow(request.Receiving, request.Day));
        if ((home.Split ?? receiving.Split) is not null)
        {
            return [];
        }

        var (homes, receivings) = (DivisionPath.Up(home.Bare), DivisionPath.Up(receiving.Bare));
        return
        [
            .. from name in request.Names()
               from place in homes
               let ofHome = _terms.GetValueOrDefault((name.Naming, name.Matter, place))
               where ofHome is not null
               from key in Keys(request.Mode, receivings)
               from term in ofHome.GetValueOrDefault(key) ?? []
               where term.HoldsOn(request.Day)
               select term.Rule,
        ];
    }

    private static Term? Best(FrozenDictionary<(string Mode, string Receiving), Term[]> ofHome, RouteRequest request, List<string> receivings)
    {
        foreach (var key in Keys(request.Mode, receivings))
        {
            if (ofHome.TryGetValue(key, out var terms) && Array.Find(terms, term => term.HoldsOn(request.Day)) is { } term)
            {
                return term;
            }
        }

        return null;
    }

    // Where one mode is named, that is more specific than any receiving division.
    private static IEnumerable<(string Mode, string Receiving)> Keys(string mode, List<string> receivings)
    {
        foreach (var place in receivings)
        {
            yield return (mode, place);
        }

        foreach (var place in receivings)
        {
            yield return ("", place);
        }
    }

    private Followed Follow(string code, DateOnly day) => _successions.Follow(DivisionPath.Bare(code), day);

    // What is missing, seen from the matter on: the first thing that no rule of it has.
    private Route.Nowhere Nowhere(RouteRequest request, Followed home, Followed receiving, List<string> homes, List<string> receivings)
    {
        List<Term> left = [.. request.Names().SelectMany(name => _byMatter.GetValueOrDefault(name) ?? [])];
        (NoRoute Why, Predicate<Term> Fits)[] asked =
        [
            (NoRoute.HomeNotCovered, term => homes.Contains(term.Home)),
            (NoRoute.ModeNotOffered, term => term.Rule.Mode is null || term.Rule.Mode == request.Mode),
            (NoRoute.ReceivingNotCovered, term => receivings.Contains(term.Receiving)),
            (NoRoute.NotOnThatDay, term => term.HoldsOn(request.Day)),
        ];
        if (left.Count == 0)
        {
            return new Route.Nowhere(NoRoute.MatterUnknown, home, receiving);
        }

        foreach (var (why, fits) in asked)
        {
            var nearest = left.Select(term => term.Rule).Distinct().ToList();
            left = left.FindAll(fits);
            if (left.Count == 0)
            {
                return new Route.Nowhere(why, home, receiving) { Nearest = nearest };
            }
        }

        throw new System.Diagnostics.UnreachableException("A rule fits, and was not found.");
    }

    // A rule of a renamed division goes on under the new code.
    private IEnumerable<Term> TermsOf(RouteRule rule)
    {
        var (home, receiving, from, last) = (DivisionPath.Bare(rule.Home), DivisionPath.Bare(rule.Receiving), rule.ValidFrom ?? DateOnly.MinValue, rule.ValidTo ?? DateOnly.MaxValue);
        if (from > last)
        {
            yield break;
        }

        foreach (var day in _successions.Changes(from, last, home, receiving))
        {
            yield return TermOf(rule, home, receiving, from, day.AddDays(-1));
            from = day;
        }

        yield return TermOf(rule, home, receiving, from, last);
    }

    private Term TermOf(RouteRule rule, string home, string receiving, DateOnly from, DateOnly to) => new(rule, _successions.Rename(home, from), _successions.Rename(receiving, from), from, to);

    private static void RefuseNamesakes(IReadOnlyList<RouteRule> rules)
    {
        if (rules.GroupBy(rule => rule.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } namesakes)
        {
            throw new InvalidDataException($"{namesakes.Count()} rules are named {namesakes.Key}");
        }
    }

    private void RefuseTies()
    {
        var ties = _terms.Values.SelectMany(ofHome => ofHome.Values).SelectMany(Overlaps).Take(MostTies).ToList();
        if (ties.Count > 0)
        {
            throw new InvalidDataException(string.Join('\n', ties));
        }
    }

    // In the order of their beginnings: each against the one before it that lasts longest.
    private static IEnumerable<string> Overlaps(Term[] same)
    {
        var longest = same[0];
        foreach (var term in same.Skip(1))
        {
            if (term.From <= longest.To)
            {
                yield return $"{longest.Rule.Id} and {term.Rule.Id} are equally specific, and both hold on {term.From:yyyy-MM-dd}";
            }

            longest = term.To > longest.To ? term : longest;
        }
    }

    /// <summary>A rule under the codes that stand for its divisions from one day to another.</summary>
    private sealed record Term(RouteRule Rule, string Home, string Receiving, DateOnly From, DateOnly To)
    {
        public bool HoldsOn(DateOnly day) => From <= day && day <= To;
    }
}
