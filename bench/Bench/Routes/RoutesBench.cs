using System.Diagnostics;
using System.Globalization;
using ServiceHall.Bench.Reports;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.Divisions;

namespace ServiceHall.Bench.Routes;

/// <summary>Routing by a directory of 50,000 rules: loading and checking it, and one look-up; the baseline asks every rule of it, one after another.</summary>
internal static class RoutesBench
{
    private const int Rules = 50_000;
    private const int Requests = 20_000;
    private const int Scanned = 200;
    private static readonly DateOnly Day = new(2026, 6, 15);
    private static readonly string[] Modes = ["online", "collectedElsewhere", "jointlyHandled"];

    public static IReadOnlyList<Wanted> Run(Options options)
    {
        Console.WriteLine($"routes: {Machine.Describe()}");
        Console.WriteLine($"medians of {options.Rounds} rounds after one to warm up; before: {Machine.Load()}");
        var divisions = DivisionTable.Load(Path.Combine(AppContext.BaseDirectory, "data", "divisions"));
        var random = new Random(20261123);
        var file = Path.Combine(Directory.CreateTempSubdirectory("servicehall-bench-").FullName, "rules.csv");
        File.WriteAllLines(file, Lines(random));
        List<double> loads = [], finds = [], misses = [], scans = [];
        for (var round = 0; round <= options.Rounds; round++)
        {
            GC.Collect();
            var from = Stopwatch.GetTimestamp();
            var directory = CapabilityReader.Load(file, null, divisions);
            var load = Stopwatch.GetElapsedTime(from).TotalSeconds;
            var (find, nowhere) = (Each(Hits(random), directory.Find), Each(Misses(random), directory.Find));
            var scan = Each(Hits(random).Take(Scanned), request => Scan(directory.Rules, request));
            if (round > 0)
            {
                loads.Add(load);
                finds.Add(find);
                misses.Add(nowhere);
                scans.Add(scan);
            }
        }

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        var table = new Table($"{Rules:#,0} rules", "median", "lowest-highest");
        table.Add("load and check, ms", Figures.Whole(loads.Median() * 1000), Figures.Spread([.. loads.Select(load => load * 1000)]));
        table.Add("look-up that finds, µs", Figures.Fine(finds.Median()), $"{Figures.Fine(finds.Min())}-{Figures.Fine(finds.Max())}");
        table.Add("look-up in vain, with its reason, µs", Figures.Fine(misses.Median()), $"{Figures.Fine(misses.Min())}-{Figures.Fine(misses.Max())}");
        table.Add("every rule asked, µs", Figures.Whole(scans.Median()), Figures.Spread(scans));
        table.Print();
        Console.WriteLine($"after: {Machine.Load()}");
        return [new Wanted("look-up of a route, µs", finds.Median(), 20, IsMost: true), new Wanted("loading 50,000 rules, s", loads.Median(), 2, IsMost: true)];
    }

    // As a province's would be: most name a catalogue code and a county, some a city, a few all of it.
    private static IEnumerable<string> Lines(Random random)
    {
        yield return "rule,matter_by,matter,home,mode,receiving,valid_from,valid_to,authority,platform,transfer,delivery,transfer_days,source";
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var number = 0; seen.Count < Rules; number++)
        {
            var key = string.Join(',', "catalogCode", Catalog(random), Home(random), random.Next(3) == 0 ? "" : Modes[random.Next(3)], random.Next(3) > 0 ? "" : "510000");
            if (seen.Add(key))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"R{number},{key},2026-01-01,,示例部门,cross-region,post|electronic,post,2,");
            }
        }
    }

    private static string Catalog(Random random) => string.Create(CultureInfo.InvariantCulture, $"99{random.Next(200):D4}000000");

    private static string Home(Random random) => random.Next(20) switch
    {
        0 => "370000",
        < 4 => string.Create(CultureInfo.InvariantCulture, $"37{random.Next(1, 17):D2}00"),
        _ => string.Create(CultureInfo.InvariantCulture, $"3701{random.Next(2, 6):D2}{random.Next(1, 100):D3}"),
    };

    private static IEnumerable<RouteRequest> Hits(Random random) =>
        Enumerable.Range(0, Requests).Select(_ => new RouteRequest(null, Catalog(random), null, Modes[random.Next(3)], $"3701{random.Next(2, 6):D2}{random.Next(1, 100):D3}001", "510104", Day));

    private static IEnumerable<RouteRequest> Misses(Random random) => Hits(random).Select(request => request with { Home = "440103001001" });

    private static double Each<T>(IEnumerable<RouteRequest> requests, Func<RouteRequest, T> ask)
    {
        var all = requests.ToList();
        var from = Stopwatch.GetTimestamp();
        foreach (var request in all)
        {
            ask(request);
        }

        return Stopwatch.GetElapsedTime(from).TotalMicroseconds / all.Count;
    }

    private static RouteRule? Scan(IEnumerable<RouteRule> rules, RouteRequest request) => rules
        .Where(rule => rule.Matter == request.CatalogCode && Covers(rule.Home, request.Home) && Covers(rule.Receiving, request.Receiving) && (rule.Mode ?? request.Mode) == request.Mode
            && !(rule.ValidFrom > request.Day) && !(rule.ValidTo < request.Day))
        .MaxBy(rule => (rule.Home.TrimEnd('0').Length, rule.Mode is not null, rule.Receiving.Length));

    private static bool Covers(string rule, string place) => place.StartsWith(rule.TrimEnd('0'), StringComparison.Ordinal);
}
