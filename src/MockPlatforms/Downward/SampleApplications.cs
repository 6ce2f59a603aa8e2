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
        for (var number = 1; number <= count; number++)
        {
            var department = dice.Pick(CountyDepartments.All);
            var data = new CaseData(dice, applicants, department, dice.Pick(department.Matters), number, outOfHours: true).Submitted(now);
            data.Remove("receivedAt");
            data.Remove("receivedBy");
            var platformNo = $"SQ{seed}-{number:0000}";
            yield return (platformNo, Members.Of(("platformNo", platformNo), ("occurredAt", HallDay.Write(now)), ("data", data)));
        }
    }
}
