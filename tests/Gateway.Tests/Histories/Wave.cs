using ServiceHall.Gateway.Tests.Corrections;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Histories;

/// <summary>Some histories on a gateway of their own. All of it goes by one seed, but for how the threads take turns.</summary>
internal sealed class Wave(int seed, int histories)
{
    // More than there are in the retries of any outage: whoever gets there goes round in circles.
    private const int MostMoments = 20_000;
    private const int FailuresTold = 5;

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
        await using var hall = new InnerHall(province, time, new()
        {
            ["Platforms:OneWindow:BatchSize"] = OneOf(BatchSizes),
            ["Platforms:OneWindow:WhenUnknown"] = OneOf(WhenUnknown),
            ["Platforms:OneWindow:Concurrency"] = $"{_random.Next(1, 5)}",
        });
        var cases = Enumerable.Range(0, histories).Select(i => (Case: new Wandering(hall.Way, new Random(_random.Next()), $"H-{i}"), Steps: _random.Next(4, 13))).ToList();
        await hall.StartAsync();
        await WanderAsync(hall, province, cases);
        CallsWithFaults = province.Calls;
        province.Faults.AreCleared = true;
        await SettleAsync(hall, province);

        (Calls, Struck, Took, Resent, Started) = (province.Calls, province.Faults.Struck, time.GetUtcNow() - TestHall.Monday, hall.Resent, hall.Started);
        Records = cases.Sum(one => one.Case.Told.Count);
        _failures.AddRange(province.Books.Refusals.Take(FailuresTold).Select(refusal => $"refused by the province's own rules: {refusal}"));
        _failures.AddRange(province.Malformed.Take(FailuresTold));
        _failures.AddRange((await hall.ComplaintsAsync()).Take(FailuresTold));
        foreach (var (one, _) in cases)
        {
            Check(one, province.Books);
        }

        return [.. _failures.Take(FailuresTold * 4)];
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
        for (var moments = 0; moments < MostMoments; moments++)
        {
            await hall.StillAsync();
            if (await hall.OperateAsync() > 0)
            {
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

    private void Check(Wandering one, ProvinceBooks books)
    {
        var project = books.Project(one.GatewayCaseNo);
        var journal = project.Journal;
        var held = books.Rows(one.GatewayCaseNo);
        var wanted = one.Rows;
        if (!wanted.SequenceEqual(held.Order(StringComparer.Ordinal)))
        {
            Fail(one, "holds other rows", wanted, held);
        }
        else if (!one.IsCorrected && !project.WasSplit && !one.RowsInOrder.SequenceEqual(held))
        {
            Fail(one, "got them in another order", one.RowsInOrder, held);
        }

        if (journal is [var first, ..] && (first.Table, first.Operation) != ("up_pro_accept", "I"))
        {
            Fail(one, "got something before the acceptance", [], [.. journal.Select(Line)]);
        }

        foreach (var row in journal.GroupBy(row => (row.Table, row.Guid)))
        {
            var operations = string.Concat(row.Select(told => told.Operation));
            if (operations[0] != 'I' || operations.LastIndexOf('I') > 0 || operations.Contains("DD", StringComparison.Ordinal))
            {
                Fail(one, $"got a row as {operations}", [], [.. journal.Select(Line)]);
            }
        }

        Straight += one.IsCorrected || project.WasSplit ? 0 : 1;
    }

    private void Fail(Wandering one, string what, IEnumerable<string> wanted, IEnumerable<string> held) =>
        _failures.Add($"case {one.CaseNo} ({one.GatewayCaseNo}): the province {what}\n  wanted\n{Lines(wanted)}\n  has\n{Lines(held)}\n  told\n{Lines(one.Told)}");

    private static string Line(ModelRow row) => $"{row.Operation} {row.Text()}";

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"    {line}"));

    private T OneOf<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
