using System.Text.Json.Nodes;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class AfterOthersAtRandomTests(ITestOutputHelper output)
{
    private const int Usual = 3;
    private const int Verbs = 3;

    [Fact]
    public async Task Whatever_can_go_goes_and_no_row_goes_before_those_it_wants_first()
    {
        foreach (var seeded in Seeded.Each(output, Usual))
        {
            await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
            var world = new World(seeded, province);
            await world.PushAsync();
            for (var verbs = 0; verbs < Verbs; verbs++)
            {
                await world.RestsAsync();
                await world.OperateAsync();
            }

            await world.RestsAsync();
            await world.CheckOrderAsync();
            await world.EndAsync();
            output.WriteLine($"seed {seeded.Seed}: {world.Told}");
        }
    }

    private enum Fate
    {
        Goes,
        Refused,
        Discarded,
    }

    /// <summary>A record of some lane. The rows have the identities that they have at every gateway.</summary>
    private sealed record Told(string Department, string No, string What, IReadOnlyList<Prerequisite> First)
    {
        public string Key => $"{No}/{What}";

        public Fate Fate { get; set; }

        public string? Id { get; set; }

        public IReadOnlyList<string> Rows => [.. Tables.Select(table => AfterOthers.RowGuid(Department, Key, table))];

        public JsonObject Record => What switch
        {
            "accepted" => Samples.Accepted(No),
            "step" => Samples.Step(No),
            _ => Samples.Closed(No),
        };

        private string[] Tables => What switch
        {
            "accepted" => ["up_pro_accept", "up_pro_material"],
            "step" => ["up_pro_process"],
            _ => ["up_pro_result"],
        };
    }

    /// <summary>Lanes whose records want others first, never in a circle; some are refused, some are wanted and never sent, and the gateway restarts at times.</summary>
    private sealed class World
    {
        private const int Lanes = 12;
        private static readonly string[] Departments = ["mz", "rs"];
        private static readonly string[] Events = ["accepted", "step", "closed"];

        private readonly Seeded _seeded;
        private readonly Random _random;
        private readonly TestProvince _province;
        private readonly AfterOthers _platform = new();
        private readonly string _folder = Directory.CreateTempSubdirectory("random-").FullName;
        private readonly List<List<Told>> _lanes;
        private readonly List<Told> _all = [];
        private int _restarts;
        private TestHall? _hall;

        public World(Seeded seeded, TestProvince province)
        {
            (_seeded, _random, _province) = (seeded, seeded.Random, province);
            _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new List<Told>())];
            var left = _lanes.Select((lane, i) => (lane, Department: OneOf(Departments), No: $"R{seeded.Seed}-{i}", Length: _random.Next(1, 4))).ToList();
            foreach (var at in Interleaved([.. left.Select(one => one.Length)]))
            {
                var (lane, department, no, _) = left[at];
                lane.Add(new Told(department, no, Events[lane.Count], [.. First()]) { Fate = _random.Next(8) == 0 ? Fate.Refused : Fate.Goes });
                _all.Add(lane[^1]);
            }

            foreach (var one in _all)
            {
                // Keys of two departments are never the same here: a case number has one.
                _platform.Wanted[(one.Key, 1)] = [.. one.First];
            }
        }

        public string Told => $"{_all.Count} records, {_restarts} restarts, " + string.Join(", ", _all.GroupBy(State).Select(state => $"{state.Count()} {state.Key}"));

        /// <summary>Pushes all, a few at a time, in another order than the one in which they want each other.</summary>
        public async Task PushAsync()
        {
            await RefuseAsync();
            _hall = await _platform.StartAsync(_province, _folder, new() { ["Platforms:OneWindow:BatchSize"] = OneOf(["2", "100"]) });
            var next = new int[_lanes.Count];
            foreach (var at in Interleaved([.. _lanes.Select(lane => lane.Count)]))
            {
                var one = _lanes[at][next[at]++];
                var pushed = await _hall.Client(one.Department).PushAsync(one.Record);
                Assert.True(pushed.Verdicts[0] == "accepted", $"seed {_seeded.Seed}: {pushed}");
                one.Id = pushed.Results[0].Id();
                if (_random.Next(10) == 0)
                {
                    await RestartAsync();
                }
            }
        }

        /// <summary>Waits until every delivery stands where it must.</summary>
        public async Task RestsAsync()
        {
            foreach (var lane in _lanes)
            {
                IReadOnlyList<string?> now = [];
                List<string> wanted = [.. lane.Select(State)];
                await Until.Async(
                    async () => (now = await _hall!.LaneAsync(lane[0].No)).SequenceEqual(wanted) ? now : null, TimeSpan.FromSeconds(60),
                    () => $"seed {_seeded.Seed}: {lane[0].No} is {string.Join(' ', now)} and not {string.Join(' ', wanted)}");
            }
        }

        /// <summary>Of what is refused an operator sends some again, which is taken now, discards some, and leaves the others.</summary>
        public async Task OperateAsync()
        {
            var refused = _all.Where(one => State(one) == "refused").Where(_ => _random.Next(3) > 0).Select(one => (One: one, Verb: VerbOf(one))).ToList();
            refused.ForEach(pair => pair.One.Fate = pair.Verb == "resend" ? Fate.Goes : Fate.Discarded);
            await RefuseAsync();
            if (_random.Next(2) == 0)
            {
                await RestartAsync();
            }

            foreach (var (one, verb) in refused)
            {
                var answer = await _hall!.OrderAsync($"/v1/records/{one.Id}:{verb}", new { platform = "one-window" });
                Assert.True(answer.Status == 200, $"seed {_seeded.Seed}: {answer}");
            }
        }

        /// <summary>Before the first row of a record came, taken or not, all rows of what it wants first had been taken.</summary>
        public async Task CheckOrderAsync()
        {
            var journal = await _province.JournalAsync();
            var came = journal.GroupBy(entry => entry.RowGuid).ToDictionary(row => row.Key, row => row.Min(entry => entry.Seq));
            var taken = journal.Where(entry => entry.Outcome == "taken").GroupBy(entry => entry.RowGuid).ToDictionary(row => row.Key, row => row.Min(entry => entry.Seq));
            foreach (var one in _all.Where(one => one.Rows.Any(came.ContainsKey)))
            {
                var first = one.Rows.Where(came.ContainsKey).Min(row => came[row]);
                Assert.All(
                    one.First.Select(Find).Where(prior => prior?.Fate != Fate.Discarded),
                    prior => Assert.True(prior is not null && prior.Rows.All(row => taken.TryGetValue(row, out var at) && at < first), $"seed {_seeded.Seed}: {one.Key} came before {prior?.Key}"));
            }
        }

        public async Task EndAsync()
        {
            await _hall!.DisposeAsync();
            TestStore.Remove(_folder);
        }

        // Where it must stand once all is at rest: it goes where nothing before it in its lane, and nothing it wants first, is still to go.
        private string State(Told one)
        {
            var lane = _lanes.First(lane => lane.Contains(one));
            return !lane.TakeWhile(before => before != one).All(IsDone) || !one.First.All(first => Find(first) is { } prior && IsDone(prior)) ? "waiting"
                : one.Fate == Fate.Refused ? "refused"
                : one.Fate == Fate.Discarded ? "notForThisPlatform"
                : "confirmed";
        }

        private bool IsDone(Told one) => State(one) is "confirmed" or "notForThisPlatform";

        private Told? Find(Prerequisite first) => _all.Find(one => one.Department == first.Department && one.Key == first.Key);

        // Of what was told before, in whatever lane; and now and then of what nobody ever sends.
        private IEnumerable<Prerequisite> First()
        {
            for (var more = _random.Next(5) - 2; more > 0 && _all.Count > 0; more--)
            {
                var prior = _all[_random.Next(_all.Count)];
                yield return _random.Next(20) == 0 ? new Prerequisite(prior.Department, "nobody/accepted") : new Prerequisite(prior.Department, prior.Key);
            }
        }

        // Without its acceptance the province would refuse the rest of a case.
        private string VerbOf(Told one) => _lanes.Exists(lane => lane[^1] == one) && _random.Next(2) == 0 ? "discard" : "resend";

        private Task RefuseAsync() => _province.SetFaultsAsync(new { refuseRows = new { holding = _all.Where(one => one.Fate == Fate.Refused).Select(one => one.Rows[0]).Append("none").ToArray(), code = "E0203" } });

        private async Task RestartAsync()
        {
            await _hall!.DisposeAsync();
            _hall = await _platform.StartAsync(_province, _folder);
            _restarts++;
        }

        private IEnumerable<int> Interleaved(int[] left)
        {
            while (left.Sum() > 0)
            {
                var at = _random.Next(left.Length);
                if (left[at] > 0)
                {
                    left[at]--;
                    yield return at;
                }
            }
        }

        private T OneOf<T>(T[] choices) => choices[_random.Next(choices.Length)];
    }
}
