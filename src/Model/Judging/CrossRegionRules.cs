using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Divisions;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>跨省通办: whether both places exist and the matter may be asked for from elsewhere. A bare catalogue code names no matter of ours and is not looked up.</summary>
internal static class CrossRegionRules
{
    public static void Check(Record record, CrossRegionRequest request, HallRules rules, List<Finding> findings)
    {
        Place("data.homeDivision", request.HomeDivision, rules.Divisions, findings);
        Place("data.receivingDivision", request.ReceivingDivision, rules.Divisions, findings);
        if (request.MatterCode is not { } code)
        {
            return;
        }

        if (rules.Matters.Find(code, HallTime.DayOf(record.OccurredAt)) is not { } matter)
        {
            findings.Add(Finding.Of(RuleBook.MatterUnknown, "data.matterCode"));
        }
        else if (!matter.CrossRegion)
        {
            findings.Add(Finding.Of(RuleBook.CrossRegionMatterNotOpen, "data.matterCode"));
        }
    }

    private static void Place(string field, string? code, DivisionTable divisions, List<Finding> findings)
    {
        if (string.IsNullOrEmpty(code))
        {
            return;
        }

        // Six to twelve digits, of which the first six are looked up: towns and villages are nobody's table.
        var isCode = code.Length is >= 6 and <= 12 && code.All(char.IsAsciiDigit);
        switch (isCode ? divisions.Find(code[..6]) : null)
        {
            case null:
                findings.Add(Finding.Of(RuleBook.DivisionUnknown, field));
                break;
            case { Status: DivisionStatus.Retired }:
                findings.Add(Finding.Of(RuleBook.DivisionRetired, field));
                break;
        }
    }
}
