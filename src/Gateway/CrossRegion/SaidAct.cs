using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.CrossRegion.Requests;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>An act with all that was said with it: what is kept, sealed, and what places tell each other. Printing one reveals nothing.</summary>
/// <param name="By">Who did it.</param>
/// <param name="Note">What was said of it: of a supplement what is missing, of a refusal why.</param>
/// <param name="Materials">What was handed in or is asked for, as it was written; null where nothing was said.</param>
internal sealed record SaidAct(Act Act, string? By, string? Note, string? Materials)
{
    /// <summary>Code points of a name.</summary>
    public const int LongestName = RecordReader.LongestCaseNo;

    /// <summary>Code points of any other text.</summary>
    public const int LongestText = 2000;

    // Far more than any request ever has.
    private const int MostActs = 10_000;

    /// <summary>Reads one; null, and findings, where it is none.</summary>
    public static SaidAct? Read(JsonElement root, List<Finding> findings)
    {
        var fields = new FieldReader(root, "", findings);
        var division = fields.RequiredText("division");
        var (sequence, clock) = (fields.Whole("sequence", least: 1, required: true), fields.Whole("clock", least: 1, required: true));
        var seen = Seen(fields.Raw("seen", required: true), findings);
        var at = fields.Time("at", required: true);
        var word = fields.RequiredText("deed");
        var deed = DeedWords.IsWord(word) ? ReadDeed(word, fields, findings) : null;
        var (by, note, materials) = ReadWords(fields, findings);
        fields.Finish();
        if (deed is null || !DivisionPath.IsCode(division))
        {
            findings.Add(new Finding(RuleBook.CodeUnknown, deed is null ? "deed" : "division", "不认识"));
        }

        // One more than the highest that was known is never more than there are.
        if (findings.Count == 0 && (sequence > MostActs || clock > sequence + seen.Values.Sum()))
        {
            findings.Add(new Finding(RuleBook.FieldType, "clock", "序号与所知不符"));
        }

        return findings.Count > 0 ? null : new SaidAct(new Act(division, sequence!.Value, seen, clock!.Value, at!.Value, deed!), by, note, materials);
    }

    /// <summary>One that was kept here.</summary>
    public static SaidAct Read(byte[] kept)
    {
        using var document = JsonDocument.Parse(kept);
        return Read(document.RootElement, []) ?? throw new JsonException("What was kept is no act.");
    }

    /// <summary>What the deed of this word needs; null, and findings, where it is not there.</summary>
    public static Deed? ReadDeed(string word, FieldReader fields, List<Finding> findings)
    {
        var before = findings.Count;
        var passed = DeedWords.IsCheck(word) ? fields.Flag("passed", required: true) : null;
        var originals = DeedWords.IsOfOriginals(word) ? fields.Texts("originals", required: true) : [];
        var (to, trackingNo) = DeedWords.IsPosting(word) ? (fields.Text("to", required: true), Kept(fields.Text("trackingNo", required: true), "trackingNo", findings)) : (null, null);
        return findings.Count > before ? null : DeedWords.Of(word, new DeedFields(passed, [.. (originals ?? []).Distinct(StringComparer.Ordinal)], to, trackingNo));
    }

    /// <summary>What may be said with any deed.</summary>
    public static (string? By, string? Note, string? Materials) ReadWords(FieldReader fields, List<Finding> findings)
    {
        var (by, note, materials) = (Kept(fields.Text("by"), "by", findings, LongestName), Kept(fields.Text("note"), "note", findings), fields.Raw("materials"));
        if (materials is { ValueKind: not JsonValueKind.Array })
        {
            findings.Add(new Finding(RuleBook.FieldType, "materials", "应为数组"));
        }

        return (by, note, materials is { } list ? Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(list)) : null);
    }

    /// <summary>A text as it may stand in an act: what a record says of its case has bounds of its own, and stands there whole.</summary>
    public static string? Fitting(string? text, int longest)
    {
        if (text is null || TextRules.Unusable(text, longest) is null)
        {
            return text;
        }

        List<Rune> runes = [.. text.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? new Rune(' ') : rune)];
        return string.Concat(runes.Count > longest ? runes.Take(longest - 1).Append(new Rune('…')) : runes);
    }

    /// <summary>It, to be sealed or sent.</summary>
    public byte[] Write() => Json.Bytes(to =>
    {
        to.WriteStartObject();
        to.WriteString("division", Act.Division);
        to.WriteNumber("sequence", Act.Sequence);
        to.WriteNumber("clock", Act.Clock);
        to.WriteStartObject("seen");
        foreach (var (division, count) in Act.Seen.OrderBy(seen => seen.Key, StringComparer.Ordinal))
        {
            to.WriteNumber(division, count);
        }

        to.WriteEndObject();
        to.WriteTime("at", Act.At);
        WriteDeed(to);
        to.WriteEndObject();
    });

    /// <summary>What was done, and what was said with it.</summary>
    public void WriteDeed(Utf8JsonWriter to)
    {
        to.WriteString("deed", Act.Deed.Word());
        if (Act.Deed is Deed.CheckForm { Passed: var form })
        {
            to.WriteBoolean("passed", form);
        }
        else if (Act.Deed is Deed.CheckIdentity { Passed: var identity })
        {
            to.WriteBoolean("passed", identity);
        }
        else if (Act.Deed is Deed.OfOriginals originals)
        {
            to.WriteTexts("originals", originals.Originals);
        }

        if (Act.Deed is Deed.Post post)
        {
            to.WriteString("to", post.To);
            to.WriteString("trackingNo", post.TrackingNo);
        }

        if (By is not null)
        {
            to.WriteString("by", By);
        }

        if (Note is not null)
        {
            to.WriteString("note", Note);
        }

        if (Materials is not null)
        {
            to.WritePropertyName("materials");
            to.WriteRawValue(Materials);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Act.Division} {Act.Sequence} (withheld)";

    private static Dictionary<string, int> Seen(JsonElement? seen, List<Finding> findings)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        if (seen is not { ValueKind: JsonValueKind.Object } members)
        {
            findings.Add(new Finding(RuleBook.FieldType, "seen", "应为对象"));
            return counts;
        }

        foreach (var member in members.EnumerateObject())
        {
            if (!DivisionPath.IsCode(member.Name) || member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetInt32(out var count) || count is < 0 or > MostActs || counts.Count == Opening.MostPlaces)
            {
                findings.Add(new Finding(RuleBook.FieldType, "seen", "应为各行政区划的序号"));
                return counts;
            }

            counts[member.Name] = count;
        }

        return counts;
    }

    private static string? Kept(string? text, string field, List<Finding> findings, int longest = LongestText)
    {
        if (text is not null && TextRules.Unusable(text, longest) is { } rule)
        {
            findings.Add(Finding.Of(rule, field));
        }

        return text;
    }
}
