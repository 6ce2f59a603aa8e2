using System.Globalization;
using ServiceHall.Model.Codes;
using ServiceHall.Model.DataFiles;
using ServiceHall.Model.Divisions;

namespace ServiceHall.Model.CrossRegion;

/// <summary>Reads the capability directory and the changes of divisions from a hall's CSV files.</summary>
public static class CapabilityReader
{
    private const int LongestTransfer = 366;

    private static readonly string[] RuleColumns =
        ["rule", "matter_by", "matter", "home", "mode", "receiving", "valid_from", "valid_to", "authority", "platform", "transfer", "delivery", "transfer_days", "source"];

    private static readonly string[] SuccessionColumns = ["code", "kind", "successors", "from"];

    /// <summary>The directory of a file, with the changes of divisions of another where there is one.</summary>
    /// <exception cref="InvalidDataException">A line is malformed, or rules are tied; the message begins with the file.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static CapabilityDirectory Load(string rules, string? successions, DivisionTable divisions)
    {
        List<byte[]> bytes = [];
        var changes = successions is null ? DivisionSuccessions.None : SuccessionsOf(successions, bytes);
        var file = new CsvFile(rules);
        bytes.Add(file.Bytes);
        return Told(rules, () => new CapabilityDirectory([.. file.Rows(RuleColumns).Select(row => Rule(row, divisions))], changes, Fingerprint.Of(bytes)));
    }

    private static DivisionSuccessions SuccessionsOf(string path, List<byte[]> bytes)
    {
        var file = new CsvFile(path);
        bytes.Add(file.Bytes);
        return Told(path, () => new DivisionSuccessions([.. file.Rows(SuccessionColumns).Select(Succession)]));
    }

    // What is wrong with a line says so itself; what is wrong between lines has no place of its own.
    private static T Told<T>(string path, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (InvalidDataException fault) when (!fault.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: {fault.Message}", fault);
        }
    }

    private static RouteRule Rule(CsvRow row, DivisionTable divisions)
    {
        var naming = row[1] switch
        {
            "any" => MatterNaming.Any,
            "name" => MatterNaming.Name,
            "catalogCode" => MatterNaming.CatalogCode,
            "code" => MatterNaming.Code,
            _ => throw row.Fault("matter_by is none of any, name, catalogCode, code"),
        };
        if ((naming == MatterNaming.Any) != (row[2].Length == 0))
        {
            throw row.Fault("a matter is named by code, catalogCode or name, and only there");
        }

        var (from, to) = (Day(row, row[6]), Day(row, row[7]));
        if (from > to)
        {
            throw row.Fault("valid_to is before valid_from");
        }

        return new RouteRule
        {
            Id = Said(row, 0),
            Naming = naming,
            Matter = row[2],
            Home = Division(row, 3, divisions),
            Mode = Word(row, row[4], "mode", Words.CrossRegionMode),
            Receiving = Division(row, 5, divisions),
            ValidFrom = from,
            ValidTo = to,
            Authority = Said(row, 8),
            Platform = OrNull(row[9]),
            Transfer = Ways(row, row[10], "transfer"),
            Delivery = Ways(row, row[11], "delivery"),
            TransferDays = Days(row, row[12]),
            Source = OrNull(row[13]),
        };
    }

    private static DivisionSuccession Succession(CsvRow row)
    {
        var kind = row[1] switch
        {
            "renamed" => SuccessionKind.Renamed,
            "merged" => SuccessionKind.Merged,
            "split" => SuccessionKind.Split,
            _ => throw row.Fault("the kind is none of renamed, merged, split"),
        };
        string[] codes = [row[0], .. row[2].Split('|')];
        return codes.All(DivisionPath.IsCode)
            ? new DivisionSuccession(row[0], kind, codes[1..], Day(row, row[3]) ?? throw row.Fault("from is missing"))
            : throw row.Fault("a code is not 6 to 12 digits");
    }

    private static string Said(CsvRow row, int column) => row[column].Length > 0 ? row[column] : throw row.Fault($"{RuleColumns[column]} is missing");

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string Division(CsvRow row, int column, DivisionTable divisions) => row[column] switch
    {
        "" => "",
        var code when DivisionPath.IsCode(code) && divisions.Find(code[..6]) is not null => code,
        var code => throw row.Fault($"{RuleColumns[column]} {code} is no division that the hall knows"),
    };

    private static string? Word(CsvRow row, string word, string column, WordList list) =>
        word.Length == 0 || list.Contains(word) ? OrNull(word) : throw row.Fault($"{column} is none of {string.Join(", ", list.Words)}");

    private static List<string> Ways(CsvRow row, string words, string column) => words.Length == 0 ? [] : [.. words.Split('|').Select(word => Word(row, word, column, Words.TransferMethod)!)];

    private static int? Days(CsvRow row, string days) => days switch
    {
        "" => null,
        _ when int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= LongestTransfer => number,
        _ => throw row.Fault($"transfer_days is no number from 1 to {LongestTransfer}"),
    };

    private static DateOnly? Day(CsvRow row, string day) => day switch
    {
        "" => null,
        _ when DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        _ => throw row.Fault($"{day} is no day of the form yyyy-MM-dd"),
    };
}
