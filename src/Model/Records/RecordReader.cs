using System.Text.Json;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Records;

/// <summary>What could be read of one record.</summary>
/// <param name="Record">The record, or null where it has no usable key and so can't be kept.</param>
/// <param name="Key">The key as far as it can be answered.</param>
/// <param name="Findings">What reading found; the rules add theirs.</param>
public sealed record ReadRecord(Record? Record, string? Key, List<Finding> Findings);

/// <summary>Reads canonical records (contract sections 2 and 3). Whatever is wrong inside one concerns that record alone.</summary>
public static class RecordReader
{
    /// <summary>A key is 1 to 200 characters.</summary>
    public const int LongestKey = 200;

    /// <summary>A department's case number is 1 to 50 characters.</summary>
    public const int LongestCaseNo = 50;

    /// <summary>Reads one record of a department.</summary>
    public static ReadRecord Read(JsonElement record, string department, DateTimeOffset receivedAt)
    {
        var findings = new List<Finding>();
        var fields = new FieldReader(record, "", findings);
        fields.Raw("department");

        var key = ReadKey(fields, findings);
        var kind = fields.RequiredText("kind");
        var version = fields.Raw("version") is { } sent ? ReadVersion(sent, findings) : 1;
        var caseNo = fields.Text("caseNo", Kinds.ConcernsCase(kind));
        if (caseNo is not null && CodePoints(caseNo) > LongestCaseNo)
        {
            fields.Note(RuleBook.FieldTooLong, "caseNo");
        }

        var deleted = fields.Flag("deleted") ?? false;
        var occurredAt = fields.Time("occurredAt", required: !deleted);
        var data = ReadData(fields, kind, deleted, findings);
        fields.Finish();

        return new ReadRecord(
            key is null ? null : new Record
            {
                Department = department,
                Key = key,
                Kind = kind,
                CaseNo = caseNo,
                Version = version,
                Deleted = deleted,
                OccurredAt = occurredAt ?? HallTime.InHall(receivedAt),
                ReceivedAt = HallTime.InHall(receivedAt),
                Data = data,
            },
            key,
            findings);
    }

    /// <summary>Length as people and platforms count it: code points, not UTF-16 units.</summary>
    public static int CodePoints(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count--;
            }
        }

        return count;
    }

    // A key that could not be found again is no key: too long, or with characters that a database or a person can't hold.
    private static string? ReadKey(FieldReader fields, List<Finding> findings)
    {
        if (fields.Text("key", required: true) is not { } key)
        {
            return null;
        }

        if (CodePoints(key) > LongestKey)
        {
            findings.Add(Finding.Of(RuleBook.KeyLength, "key"));
            return null;
        }

        var unprintable = TextRules.HasControlCharacter(key) ? RuleBook.TextControlCharacter : TextRules.HasLoneSurrogate(key) ? RuleBook.TextEncoding : null;
        if (unprintable is not null)
        {
            findings.Add(Finding.Of(unprintable, "key"));
            return null;
        }

        return key;
    }

    private static int ReadVersion(JsonElement version, List<Finding> findings)
    {
        if (version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number >= 1)
        {
            return number;
        }

        findings.Add(new Finding(RuleBook.FieldType, "version", "应为不小于 1 的整数"));
        return 0;
    }

    private static EventData? ReadData(FieldReader fields, string kind, bool deleted, List<Finding> findings)
    {
        if (DataReaders.Of.TryGetValue(kind, out var read) && !deleted)
        {
            return fields.Object("data", read, required: true);
        }

        fields.Raw("data");
        if (read is null && kind.Length > 0)
        {
            findings.Add(Finding.Of(Kinds.IsAnnounced(kind) ? RuleBook.KindNotYet : RuleBook.KindUnknown, "kind"));
        }

        return null;
    }
}
