using ServiceHall.Tests.Cases;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Histories;

/// <summary>Some histories on a gateway of their own. All of it goes by one seed, but for how the threads take turns.</summary>
internal sealed class Wave(int seed, int histories)
{
    // More than there are in the retries of any outage: whoever gets there goes round in circles.
    private const int MostMoments = 20_000;
    private const int FailuresTold = 5;

    // How often an operator sends again what a province that behaves refuses all the same.
    private const int MostVerbs = 200;

    // How far the clock may go between two rounds: from nowhere, so that records come upon calls under way, to where most is delivered.
    private const int FarMoments = 150;
    private static readonly int[] Moments = [2, 20, FarMoments];

    private static readonly string[] BatchSizes = ["3", "20", "100", "100"];
    private static readonly string[] WhenUnknown = ["ask", "ask", "resendSameIdentity", "person"];

    private readonly Random _random = new(seed);
    private readonly List<string> _failures = [];

    public long Records { get; private set; }

    public long Calls { get; private set; }

    /// <summary>Those of them that were made while the province failed; the others came after.</summary>
    public long CallsWithFaults { get; private set; }

    public long[] Struck { get; private set; } = [];

    /// <summary>How far the clock went.</summary>
    public TimeSpan Took { get; private set; }

    public int Resent { get; private set; }

    public int Started { get; private set; }

    /// <summary>Histories of which the order of all rows is known, because nothing in them was corrected and no call was taken in part.</summary>
    public int Straight { get; private set; }

    /// <summary>Runs it. Answers what is wrong.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var time = new ManualTime(TestHall.Monday);
        using var province = new ModelProvince(seed, time);
        Dictionary<string, string?> settings = new()
        {
            ["Platforms:OneWindow:BatchSize"] = OneOf(BatchSizes),
            ["Platforms:OneWindow:WhenUnknown"] = OneOf(WhenUnknown),
            ["Platforms:OneWindow:Concurrency"] = $"{_random.Next(1, 5)}",
        };
        await using var hall = new InnerHall(province, time, settings);
        var cases = Enumerable.Range(0, histories).Select(i => (Case: new Wandering(hall.Way, new Random(_random.Next()), $"H-{i}"), Steps: _random.Next(4, 13))).ToList();
        await hall.StartAsync();
        await WanderAsync(hall, province, cases);
        CallsWithFaults = province.Calls;
        province.Faults.AreCleared = true;
        await SettleAsync(hall, province);

        (Calls, Struck, Took, Resent, Started) = (province.Calls, province.Faults.Struck, time.GetUtcNow() - TestHall.Monday, hall.Resent, hall.Started);
        Records = cases.Sum(one => one.Case.Told.Count);
        _failures.AddRange(province.Malformed.Take(FailuresTold));
        _failures.AddRange((await hall.ComplaintsAsync()).Take(FailuresTold));
        foreach (var (one, _) in cases)
        {
            Check(one, province.Books, hall);
        }

        return _failures.Count == 0 ? [] : [string.Join(", ", settings), .. _failures];
    }

    // Some steps of every case at once, each case's one after another; then the clock moves, a little or far, and sometimes an operator sees to what is stuck.
    private async Task WanderAsync(InnerHall hall, ModelProvince province, List<(Wandering Case, int Steps)> cases)
    {
        while (cases.Count > 0)
        {
            var round = cases.Select(one => (one.Case, one.Steps, Now: Math.Min(one.Steps, _random.Next(1, 5)))).ToList();
            await Task.WhenAll(round.Select(one => Task.Run(() => StepsAsync(one.Case, one.Now))));
            cases = [.. round.Where(one => one.Steps > one.Now).Select(one => (one.Case, one.Steps - one.Now))];
            for (var moments = cases.Count == 0 ? FarMoments : _random.Next(OneOf(Moments)); moments > 0; moments--)
            {
                await hall.NextMomentAsync();
            }

            if (_random.Next(2) == 0)
            {
                province.Faults.Lift();
                await hall.OperateAsync();
            }
        }
    }

    private static async Task StepsAsync(Wandering one, int steps)
    {
        for (; steps > 0; steps--)
        {
            await one.StepAsync();
        }
    }

    // The province behaves: whatever is open goes, some of it by an operator's hand. What nobody looks at again is a lane that was lost.
    private async Task SettleAsync(InnerHall hall, ModelProvince province)
    {
        for (var (moments, verbs) = (0, 0); moments < MostMoments && verbs < MostVerbs; moments++)
        {
            await hall.StillAsync();
            if (await hall.OperateAsync() > 0)
            {
                verbs++;
                continue;
            }

            if (hall.Open().Count == 0)
            {
                return;
            }

            if (!await hall.NextMomentAsync() && !await hall.MovesAsync(() => province.Calls))
            {
                break;
            }
        }

        _failures.AddRange(hall.Open().Take(FailuresTold).Select(open => $"never looked at again: {open}"));
    }

    private void Check(Wandering one, ProvinceBooks books, InnerHall hall)
    {
        var project = books.Project(one.GatewayCaseNo);
        var held = books.Rows(one.GatewayCaseNo);
        var isStraight = !one.IsCorrected && !project.WasSplit;
        Straight += isStraight ? 1 : 0;
        if (Wrong(one, project, held, isStraight) is { } wrong && _failures.Count < FailuresTold * 4)
        {
            _failures.Add(
                $"""
                case {one.CaseNo} ({one.GatewayCaseNo}): {wrong}
                  wanted{Lines(isStraight ? one.LaneRows : one.Rows)}
                  has{Lines(held)}
                  was sent{Lines(project.Journal.Select(row => $"{row.Operation} {row.Text()}"))}
                  told{Lines(one.Told)}
                  lane{Lines(one.GatewayCaseNo is { } number ? hall.LaneOf(number).Concat(hall.CallsOf(number)) : [])}
                """);
        }
    }

    private static string? Wrong(Wandering one, ModelProject project, List<string> held, bool isStraight)
    {
        if (project.Refusals is [var refusal, ..])
        {
            return $"the province refused {project.Refusals.Count} times by its own rules: {refusal}";
        }

        if (!one.Rows.SequenceEqual(held.Order(StringComparer.Ordinal)))
        {
            return "the province holds other rows";
        }

        if (isStraight && !one.LaneRows.SequenceEqual(held))
        {
            return "the rows came in another order";
        }

        if (project.Journal is [var first, ..] && (first.Table, first.Operation) != ("up_pro_accept", "I"))
        {
            return "something came before the acceptance";
        }

        var operations = project.Journal.GroupBy(row => (row.Table, row.Guid)).Select(row => string.Concat(row.Select(sent => sent.Operation)));
        return operations.FirstOrDefault(of => of[0] != 'I' || of.LastIndexOf('I') > 0 || of.Contains("DD", StringComparison.Ordinal)) is { } odd ? $"a row came as {odd}" : null;
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"\n    {line}"));

    private T OneOf<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
