using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty;
using ServiceHall.MockPlatforms.SampleCounty.Cases;
using ServiceHall.MockPlatforms.SampleCounty.Departments;
using ServiceHall.MockPlatforms.SampleCounty.People;

namespace ServiceHall.MockPlatforms.Downward;

/// <summary>Made-up applications for the sample county's matters; a seed always makes the same.</summary>
internal static class SampleApplications
{
    public static IEnumerable<(string PlatformNo, JsonObject Body)> Make(ulong seed, int count, DateTimeOffset now)
    {
        var dice = new Dice(seed);
        var applicants = new Applicants(dice);
        var all = CountyDepartments.All.SelectMany(department => department.Matters, (department, matter) => (Department: department, Matter: matter)).ToList();
        for (var number = 1; number <= count; number++)
        {
            var (department, matter) = dice.Pick(all);
            var data = new CaseData(dice, applicants, department, matter, number, outOfHours: true).Submitted(now);
            data.Remove("receivedAt");
            data.Remove("receivedBy");
            var platformNo = $"SQ{seed}-{number:0000}";
            yield return (platformNo, Members.Of(("platformNo", platformNo), ("occurredAt", HallDay.Write(now)), ("data", data)));
        }
    }
}
