using ServiceHall.Model.CrossRegion.Requests;
using ServiceHall.Tests;
using Xunit.Abstractions;

namespace ServiceHall.Model.Tests.CrossRegion.Requests;

/// <summary>Three places that act on what each knows while their acts reach each other late, twice and out of order.</summary>
public sealed class RequestLogTests(ITestOutputHelper output)
{
    private const string Window = "370102";
    private const string Home = "510104";
    private const string Authority = "440305";

    private static readonly string[] Places = [Window, Home, Authority];
    private static readonly string[] Originals = ["户口簿", "结婚证"];
    private static readonly DateTimeOffset At = new(2026, 6, 15, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Places_that_have_the_same_acts_see_the_same_request_whatever_order_they_came_in()
    {
        var (ended, voids) = (0, 0);
        foreach (var seeded in Seeded.Each(output, usual: 400))
        {
            var all = Act(seeded.Random, steps: 80);
            var logs = Places.Select(_ => Shuffled(seeded.Random, all)).ToList();

            foreach (var log in logs)
            {
                seeded.AssertEqual(0, log.Waiting, "acts that wait when all are here");
                seeded.AssertEqual(Shown(logs[0]), Shown(log), "the request at another place");
            }

            ended += logs[0].Request.Turn == Turn.Nobody ? 1 : 0;
            voids += logs[0].Timeline.Count(line => line.Void is not null);
        }

        Assert.True(ended > 0, "no request ended: the walk is too short to show anything");
        Assert.True(voids > 0, "no two places ever contradicted each other: the walk shows nothing");
    }

    [Fact]
    public void Whatever_happens_each_original_is_in_one_hand_and_only_the_home_division_accepts_and_decides()
    {
        foreach (var seeded in Seeded.Each(output, usual: 400))
        {
            var log = Shuffled(seeded.Random, Act(seeded.Random, steps: 80));

            seeded.AssertEqual(string.Join(',', Originals.Order(StringComparer.Ordinal)), string.Join(',', log.Request.Originals.Keys), "the originals that there are");
            seeded.AssertEqual(Holders(log), string.Join(',', log.Request.Originals.Select(original => $"{original.Key} {Holder(original.Value)}")), "the hand of each, told from the hand-overs alone");
            foreach (var (act, rule) in log.Timeline.Where(line => line.Act.Deed is Deed.Accept or Deed.Refuse or Deed.Decide && line.Act.Division != Home))
            {
                seeded.AssertEqual(RequestRule.HomeDecides.Id, rule?.Id, $"{act.Deed} by {act.Division}");
            }
        }
    }

    [Fact]
    public void Only_custody_is_ever_contradicted_as_the_turn_is_one_places_alone()
    {
        foreach (var seeded in Seeded.Each(output, usual: 400))
        {
            foreach (var (act, rule) in Shuffled(seeded.Random, Act(seeded.Random, steps: 80, onlyWhatIsAllowed: true)).Timeline.Where(line => line.Void is not null))
            {
                seeded.AssertEqual(RequestRule.NotInHand.Id, rule?.Id, $"{act.Deed} by {act.Division}");
            }
        }
    }

    [Fact]
    public void An_act_waits_for_those_it_was_done_after()
    {
        var (window, home, late) = (New(), New(), New());
        var first = window.Next(Window, new Deed.CheckForm(Passed: true), At);
        window.Take(first);
        var second = window.Next(Window, new Deed.TakeIn(Originals), At);
        home.Take(first);
        var answer = home.Next(Home, new Deed.AskSupplement(), At);

        late.Take(answer);
        late.Take(second);
        Assert.Equal((2, 0), (late.Waiting, late.Timeline.Count));
        late.Take(first);
        Assert.Equal((0, 3), (late.Waiting, late.Timeline.Count));
        late.Take(first);
        late.Take(answer);
        Assert.Equal((0, 3), (late.Waiting, late.Timeline.Count));
        Assert.Equal(RequestRule.NotNow, late.Timeline.Single(line => line.Act.Deed is Deed.AskSupplement).Void);
    }

    private static RequestLog New() => new(new Opening("jointlyHandled", Window, Home, [Authority], Originals, At));

    // A walk: somebody acts on what it knows, or an act reaches another place, any of those on their way.
    private static List<Act> Act(Random random, int steps, bool onlyWhatIsAllowed = false)
    {
        var logs = Places.ToDictionary(place => place, _ => New());
        List<(string To, Act Act)> onTheWay = [];
        List<Act> all = [];
        for (var step = 0; step < steps; step++)
        {
            if (onTheWay.Count > 0 && random.Next(3) > 0)
            {
                var at = random.Next(onTheWay.Count);
                logs[onTheWay[at].To].Take(onTheWay[at].Act);
                if (random.Next(4) > 0)
                {
                    onTheWay.RemoveAt(at);
                }

                continue;
            }

            var place = Places[random.Next(Places.Length)];
            var allowed = Deeds(random, place).Where(deed => logs[place].Request.Broken(place, deed) is null).ToList();
            var deeds = onlyWhatIsAllowed || random.Next(10) > 0 ? allowed : [.. Deeds(random, place)];
            if (deeds.Count > 0)
            {
                var act = logs[place].Next(place, deeds[random.Next(deeds.Count)], At.AddMinutes(step));
                logs[place].Take(act);
                all.Add(act);
                onTheWay.AddRange(Places.Where(other => other != place).Select(other => (other, act)));
            }
        }

        return all;
    }

    private static IEnumerable<Deed> Deeds(Random random, string place)
    {
        string[] some = random.Next(2) == 0 ? Originals : [Originals[random.Next(Originals.Length)]];
        var other = Places.Where(one => one != place).ElementAt(random.Next(2));
        return
        [
            new Deed.CheckForm(Passed: true), new Deed.CheckIdentity(Passed: random.Next(4) > 0), new Deed.Transfer(), new Deed.AskSupplement(), new Deed.Resubmit(), new Deed.Accept(),
            new Deed.Refuse(), new Deed.FinishPart(), new Deed.Decide(), new Deed.SendResult(), new Deed.Deliver(), new Deed.Withdraw(),
            new Deed.TakeIn(some), new Deed.GiveBack(some), new Deed.Post(some, other, "EMS"), new Deed.Receive(some), new Deed.ReportLost(some), new Deed.Find(some), new Deed.ComeBack(some),
        ];
    }

    private static RequestLog Shuffled(Random random, IEnumerable<Act> acts)
    {
        var log = New();
        var order = acts.ToArray();
        random.Shuffle(order);
        Array.ForEach(order, log.Take);
        return log;
    }

    private static string Shown(RequestLog log) =>
        $"{log.Request.State} {log.Request.Turn} {log.Request.FormPassed} {log.Request.IdentityPassed} {string.Join(',', log.Request.Done.Order(StringComparer.Ordinal))} "
        + string.Join(',', log.Request.Originals) + string.Join('\n', log.Timeline.Select(line => $"{line.Act.Clock} {line.Act.Division} {line.Act.Sequence} {line.Act.Deed} {line.Void?.Id}"));

    private static string Holder(Hand hand) => hand switch
    {
        Hand.OfPlace place => place.Division,
        Hand.OfPost way => $"{way.From}>{way.To}",
        _ => "applicant",
    };

    // Who holds each, by a reckoning of the test's own: of the hand-overs that count, the last one of each original says.
    private static string Holders(RequestLog log)
    {
        var last = new SortedDictionary<string, string>(Originals.ToDictionary(name => name, _ => "applicant"), StringComparer.Ordinal);
        foreach (var (act, _) in log.Timeline.Where(line => line.Void is null))
        {
            foreach (var name in act.Deed is Deed.OfOriginals deed ? deed.Originals : [])
            {
                last[name] = act.Deed switch
                {
                    Deed.GiveBack => "applicant",
                    Deed.Post post => $"{act.Division}>{post.To}",
                    Deed.ReportLost or Deed.Find => last[name],
                    _ => act.Division,
                };
            }
        }

        return string.Join(',', last.Select(holder => $"{holder.Key} {holder.Value}"));
    }
}
