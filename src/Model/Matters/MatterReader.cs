using System.Globalization;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Matters;

/// <summary>Reads one line of a matter list; what is wrong with it is the reader's findings.</summary>
internal static class MatterReader
{
    // A century of days; longer is a slip of the hand, and would reach past the calendar.
    private const int LongestLimit = 36_500;
    private const int LongestLocalCode = 64;

    public static Matter Read(FieldReader fields)
    {
        var local = fields.Text("localCode");
        if (local is not null && RecordReader.CodePoints(local) > LongestLocalCode)
        {
            fields.Note(RuleBook.FieldTooLong, "localCode");
        }

        return new Matter
        {
            Code = fields.RequiredText("code"),
            LocalCode = local,
            CatalogCode = fields.RequiredText("catalogCode"),
            Name = fields.RequiredText("name"),
            Version = fields.Whole("version", least: 1, required: true) ?? 0,
            Department = fields.RequiredText("department"),
            Departments = fields.Texts("departments") ?? [],
            CaseType = fields.Word("caseType", Words.CaseType, required: true) ?? "",
            Promised = fields.Object("promised", LimitOf, required: true) ?? new Limit(0, ""),
            Statutory = fields.Object("statutory", LimitOf),
            CrossRegion = fields.Flag("crossRegion") ?? false,
            ValidFrom = Day(fields, "validFrom"),
            ValidTo = Day(fields, "validTo"),
        };
    }

    private static Limit LimitOf(FieldReader fields)
    {
        var value = fields.Whole("value", required: true) ?? 0;
        if (value > LongestLimit)
        {
            fields.Note(RuleBook.FieldTooLong, "value");
        }

        return new Limit(value, fields.Word("unit", Words.LimitUnit, required: true) ?? "");
    }

    private static DateOnly? Day(FieldReader fields, string name)
    {
        if (fields.Text(name) is not { } text)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            fields.Note(RuleBook.TimeFormat, name);
        }

        return day;
    }
}
