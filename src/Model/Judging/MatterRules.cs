using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>Whether the hall knows a matter, and whether an acceptance fits it.</summary>
internal static class MatterRules
{
    /// <summary>Holds a record against the matter of this code, as in force when it happened.</summary>
    public static void Check(Record record, string code, MatterCatalogue matters, List<Finding> findings)
    {
        if (matters.Find(code, HallTime.DayOf(record.OccurredAt)) is not { } matter)
        {
            findings.Add(Finding.Of(RuleBook.MatterUnknown, "data.matterCode"));
        }
        else if (record.Data is Accepted accepted)
        {
            Compare(matter, accepted, findings);
        }
    }

    private static void Compare(Matter matter, Accepted accepted, List<Finding> findings)
    {
        if (accepted.OrganisationCode is { Length: > 0 } organisation && organisation != matter.OrganisationCode)
        {
            findings.Add(Finding.Of(RuleBook.MatterOtherDepartment, "data.organisationCode"));
        }

        if (accepted.MatterName is { } name && name != matter.Name)
        {
            findings.Add(Finding.Of(RuleBook.MatterNameDiffers, "data.matterName"));
        }
    }
}
