using System.Text.RegularExpressions;
using ServiceHall.Gateway.Commands.Demo;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Demo;

/// <summary>The demo knows what it is to see: every fault of the province, and the verdict of every record.</summary>
public sealed partial class DemoPlanTests
{
    private static readonly SampleCounty County = new(Path.Combine(Repository.Data, "sample-county"));

    [Fact]
    public void Every_fault_that_the_province_tells_of_has_its_act()
    {
        var told = Fault().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", "MockPlatforms", "OneWindow", "Faults", "FaultSet.cs"))).Select(fault => fault.Groups["fault"].Value);

        Assert.Equal(told.Order(), FaultPlan.Acts.Select(act => act.Fault).Order());
        Assert.All(FaultPlan.Acts, act => Assert.True(act.Set(DateTimeOffset.UnixEpoch).ContainsKey(act.Fault), act.Fault));
    }

    [Fact]
    public void An_answer_that_is_not_the_countys_is_a_surprise_and_names_its_line()
    {
        var tally = new DayTally(County);
        var push = County.Day().First(push => County.Expected(push.Line).Rule == "citizen-id.check-digit");

        tally.Answers(push, new Answer("rejected", ["citizen-id.check-digit"], IsKept: true));
        Assert.Empty(tally.Surprises);

        tally.Answers(push, new Answer("rejected", ["uscc.check-digit", "citizen-id.check-digit"], IsKept: true));
        tally.Answers(push, new Answer("accepted", [], IsKept: true));
        Assert.Equal(2, tally.Surprises.Count);
        Assert.All(tally.Surprises, surprise => Assert.Contains($"第 {push.Line} 行", surprise, StringComparison.Ordinal));
    }

    [Fact]
    public void A_warning_where_none_is_due_is_a_surprise()
    {
        var tally = new DayTally(County);
        var clean = County.Day().First(push => County.Expected(push.Line) is { Verdict: "accepted", Rule: null });

        tally.Answers(clean, new Answer("accepted", ["field.unknown"], IsKept: true));

        Assert.Single(tally.Surprises);
    }

    [Fact]
    public void Departments_push_in_every_way_they_have()
    {
        var day = County.Day();

        Assert.Contains(day, push => push.IsStream && push.Records > 1);
        Assert.Contains(day, push => !push.IsStream && push.To == "/v1/records" && push.Records > 1);
        Assert.Equal(["hall-sample", "rs", "sj", "zj"], day.Where(push => push.To != "/v1/records").Select(push => push.To.Split('/')[^1]).Distinct().Order());

        // 办理人 in GB18030.
        Assert.Contains(day, push => push.Body.AsSpan().IndexOf((byte[])[0xB0, 0xEC, 0xC0, 0xED, 0xC8, 0xCB]) > 0);
    }

    [GeneratedRegex("""\["(?<fault>\w+)"\] = typeof""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fault();
}
