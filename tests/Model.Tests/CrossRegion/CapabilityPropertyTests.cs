using ServiceHall.Model.CrossRegion;
using ServiceHall.Tests;
using Xunit.Abstractions;

namespace ServiceHall.Model.Tests.CrossRegion;

/// <summary>Random directories and requests against a reference that knows no index: it asks every rule by the digits it was given.</summary>
public sealed class CapabilityPropertyTests(ITestOutputHelper output)
{
    private static readonly DateOnly First = new(2024, 1, 1);

    // Few places and matters, so that rules meet: provinces, cities, counties, towns, a village, and a city without counties.
    private static readonly string[] Places =
        ["", "370000", "370100", "370101", "370101001", "370101001002", "370102", "371300", "371302", "371302003", "510000", "510100", "510104", "441900", "441900003"];

    private static readonly string[] Modes = ["online", "collectedElsewhere", "jointlyHandled"];
    private static readonly string[] Codes = ["11370101MB2801234X4370101012000", "11371300MB2801234X4370101012000", "LOCAL-7"];
    private static readonly string[] Catalogs = ["370101012000", "990500007000"];
    private static readonly string[] Names = ["开具户籍类证明", "失业登记"];

    [Fact]
    public void The_rule_that_decides_is_the_one_that_a_search_through_all_of_them_finds()
    {
        var decided = 0;
        foreach (var seeded in Seeded.Each(output, usual: 300))
        {
            var random = seeded.Random;
            var successions = random.Next(2) == 0 ? [] : SuccessionsOf(random);
            var rules = Untied([.. Enumerable.Range(0, random.Next(1, 60)).Select(number => Rule(random, number))], successions);
            var directory = new CapabilityDirectory(rules, new DivisionSuccessions(successions), "test");
            for (var i = 0; i < 20; i++)
            {
                var request = Request(random);
                var expected = Reference.Decide(rules, successions, request);
                var found = directory.Find(request);
                seeded.AssertEqual(expected?.Id, (found as Route.To)?.Rule.Id, $"{request}\n{string.Join('\n', rules.Select(rule => rule.ToString()))}\n");
                seeded.AssertEqual(expected?.Id, directory.Fitting(request) is [var first, ..] ? first.Id : null, $"the first that fits {request}");
                decided += expected is null ? 0 : 1;
            }
        }

        Assert.True(decided > 0);
    }

    [Fact]
    public void Whatever_can_be_tied_is_refused_and_nothing_else()
    {
        var refused = 0;
        foreach (var seeded in Seeded.Each(output, usual: 300))
        {
            var random = seeded.Random;
            var rules = Enumerable.Range(0, random.Next(2, 30)).Select(number => Rule(random, number)).ToList();
            var tied = rules.SelectMany((one, at) => rules.Skip(at + 1).Where(other => Reference.AreTied(one, other, []))).Any();

            var thrown = Record.Exception(() => new CapabilityDirectory(rules, DivisionSuccessions.None, "test"));

            seeded.AssertEqual(tied, thrown is InvalidDataException, $"refused: {thrown?.Message}");
            refused += tied ? 1 : 0;
        }

        Assert.True(refused > 0);
    }

    private static RouteRule Rule(Random random, int number)
    {
        var naming = (MatterNaming)random.Next(4);
        return new RouteRule
        {
            Id = $"R{number}",
            Naming = naming,
            Matter = naming switch { MatterNaming.Code => One(random, Codes), MatterNaming.CatalogCode => One(random, Catalogs), MatterNaming.Name => One(random, Names), _ => "" },
            Home = One(random, Places),
            Mode = random.Next(2) == 0 ? null : One(random, Modes),
            Receiving = random.Next(2) == 0 ? "" : One(random, Places),
            ValidFrom = random.Next(2) == 0 ? null : First.AddDays(random.Next(0, 1000)),
            ValidTo = random.Next(2) == 0 ? null : First.AddDays(random.Next(0, 1000)),
            Authority = "there",
        };
    }

    private static RouteRequest Request(Random random) => new(
        random.Next(3) == 0 ? null : One(random, Codes) + (random.Next(4) == 0 ? "01" : ""), random.Next(2) == 0 ? null : One(random, Catalogs), random.Next(2) == 0 ? null : One(random, Names),
        One(random, Modes), One(random, Places[1..]), One(random, Places[1..]), First.AddDays(random.Next(0, 1000)));

    // Each place ends once at the most, into one that comes later in the list: nothing comes back to itself.
    private static List<DivisionSuccession> SuccessionsOf(Random random)
    {
        string[] counties = ["370101", "370102", "371302", "510104"];
        List<DivisionSuccession> all = [];
        for (var i = 0; i < counties.Length - 1; i++)
        {
            if (random.Next(2) == 0)
            {
                var kind = random.Next(3) == 0 ? SuccessionKind.Merged : SuccessionKind.Renamed;
                all.Add(new DivisionSuccession(counties[i], kind, [counties[random.Next(i + 1, counties.Length)]], First.AddDays(random.Next(0, 1000))));
            }
        }

        if (random.Next(3) == 0)
        {
            all.Add(new DivisionSuccession("371302003", SuccessionKind.Split, ["510104", "510100"], First.AddDays(random.Next(0, 1000))));
        }

        return all;
    }

    private static List<RouteRule> Untied(List<RouteRule> rules, IReadOnlyList<DivisionSuccession> successions)
    {
        List<RouteRule> kept = [];
        foreach (var rule in rules)
        {
            if (!kept.Exists(other => Reference.AreTied(other, rule, successions)))
            {
                kept.Add(rule);
            }
        }

        return kept;
    }

    private static T One<T>(Random random, T[] all) => all[random.Next(all.Length)];

    /// <summary>The words of the issue taken literally, a day and a rule at a time.</summary>
    private static class Reference
    {
        private const int Days = 1_100;

        public static RouteRule? Decide(IEnumerable<RouteRule> rules, IReadOnlyList<DivisionSuccession> successions, RouteRequest request)
        {
            if (Today(request.Home, successions, request.Day, merges: true) is not { } home || Today(request.Receiving, successions, request.Day, merges: true) is not { } receiving)
            {
                return null;
            }

            return rules
                .Where(rule => Holds(rule, request.Day) && Names(rule, request) && (rule.Mode is null || rule.Mode == request.Mode))
                .Select(rule => (Rule: rule, Home: Today(rule.Home, successions, request.Day, merges: false)!, Receiving: Today(rule.Receiving, successions, request.Day, merges: false)!))
                .Where(one => Covers(one.Home, home) && Covers(one.Receiving, receiving))
                .OrderByDescending(one => one.Rule.Naming).ThenByDescending(one => one.Rule.Matter.Length).ThenByDescending(one => Depth(one.Home))
                .ThenByDescending(one => one.Rule.Mode is not null).ThenByDescending(one => Depth(one.Receiving))
                .Select(one => one.Rule).FirstOrDefault();
        }

        // From the day before any of the days in question to one behind all of them.
        public static bool AreTied(RouteRule one, RouteRule other, IReadOnlyList<DivisionSuccession> successions) =>
            one.Naming == other.Naming && one.Matter == other.Matter && one.Mode == other.Mode && Enumerable.Range(-1, Days).Select(First.AddDays).Any(day =>
                Holds(one, day) && Holds(other, day) && AreOne(one.Home, other.Home, successions, day) && AreOne(one.Receiving, other.Receiving, successions, day));

        private static bool AreOne(string one, string other, IReadOnlyList<DivisionSuccession> successions, DateOnly day) =>
            Digits(Today(one, successions, day, merges: false)!) == Digits(Today(other, successions, day, merges: false)!);

        private static bool Holds(RouteRule rule, DateOnly day) => !(rule.ValidFrom > day) && !(rule.ValidTo < day);

        private static bool Names(RouteRule rule, RouteRequest request) => rule.Naming switch
        {
            MatterNaming.Any => true,
            MatterNaming.Name => rule.Matter == request.MatterName,
            MatterNaming.Code => request.MatterCode is { } code && (rule.Matter == code || (code.Length == 33 && rule.Matter == code[..31])),
            _ => rule.Matter == (request.CatalogCode ?? (request.MatterCode is { Length: 31 or 33 } code ? code[19..31] : null)),
        };

        private static bool Covers(string rule, string place) => rule.Length == 0 || Digits(place).StartsWith(Digits(rule), StringComparison.Ordinal);

        private static int Depth(string code) => Digits(code).Length;

        // 371300 is 3713, 370000 is 37; a town's own zeros are its name.
        private static string Digits(string code) => code.Length != 6 ? code : code.EndsWith("0000", StringComparison.Ordinal) ? code[..2] : code.EndsWith("00", StringComparison.Ordinal) ? code[..4] : code;

        private static string? Today(string code, IReadOnlyList<DivisionSuccession> successions, DateOnly day, bool merges)
        {
            while (true)
            {
                var next = successions.Where(one => one.From <= day && code.StartsWith(one.Code, StringComparison.Ordinal)).MaxBy(one => one.Code.Length);
                if (next is null || (!merges && next.Kind != SuccessionKind.Renamed))
                {
                    return code;
                }

                if (next.Kind == SuccessionKind.Split)
                {
                    return null;
                }

                code = next.Successors[0] + (next.Kind == SuccessionKind.Renamed ? code[next.Code.Length..] : "");
            }
        }
    }
}
