using System.Globalization;
using ServiceHall.Model.DataFiles;

namespace ServiceHall.Model.Calendar;

/// <summary>Collects the days of holiday files with the columns <c>date,kind</c>. A later file overrides an earlier one.</summary>
internal sealed class HolidayReader
{
    private readonly List<byte[]> bytes = [];

    public Dictionary<DateOnly, DayKind> Days { get; } = [];

    public string Version => Fingerprint.Of(bytes);

    public void Read(string path)
    {
        var file = new CsvFile(path);
        bytes.Add(file.Bytes);
        var seen = new HashSet<DateOnly>();
        foreach (var row in file.Rows("date", "kind"))
        {
            var day = DateOnly.TryParseExact(row[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
                ? parsed
                : throw row.Fault("the date is not like 2026-01-31");
            Days[day] = KindOf(row);
            if (!seen.Add(day))
            {
                throw row.Fault("the date stands in this file twice");
            }
        }
    }

    private static DayKind KindOf(CsvRow row) => row[1] switch
    {
        "holiday" => DayKind.Holiday,
        "workday" => DayKind.Workday,
        _ => throw row.Fault("the kind is neither holiday nor workday"),
    };
}
