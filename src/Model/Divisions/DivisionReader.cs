using ServiceHall.Model.DataFiles;

namespace ServiceHall.Model.Divisions;

/// <summary>Collects divisions from files of several shapes. The first file that names a code decides what it is.</summary>
internal sealed class DivisionReader
{
    private readonly Dictionary<string, Division> divisions = new(StringComparer.Ordinal);
    private readonly List<byte[]> bytes = [];

    public IReadOnlyCollection<Division> Divisions => divisions.Values;

    public string Version => Fingerprint.Of(bytes);

    /// <summary>Reads a file with the columns code and name, all of one status.</summary>
    public void Read(string path, DivisionStatus status) => Read(path, ["code", "name"], _ => status);

    /// <summary>Reads the file of codes outside the national table, whose third column says why they are outside.</summary>
    public void ReadByKind(string path) => Read(path, ["code", "name", "kind"], row => row[2] switch
    {
        "retired_or_other" => DivisionStatus.Retired,
        "functional_zone" or "statistical_placeholder" => DivisionStatus.Special,
        _ => throw row.Fault("the kind is none of retired_or_other, functional_zone, statistical_placeholder"),
    });

    private void Read(string path, string[] columns, Func<CsvRow, DivisionStatus> status)
    {
        var file = new CsvFile(path);
        bytes.Add(file.Bytes);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in file.Rows(columns))
        {
            var division = Parse(row, status(row));
            if (!seen.Add(division.Code))
            {
                throw row.Fault("the code stands in this file twice");
            }

            divisions.TryAdd(division.Code, division);
        }
    }

    private static Division Parse(CsvRow row, DivisionStatus status)
    {
        var (code, name) = (row[0], row[1]);
        if (code.Length != 6 || code.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw row.Fault("the code is not six digits");
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            throw row.Fault("the name is missing");
        }

        // The file of earlier codes also lists this one, which was never retired.
        return new Division(code, name, LevelOf(code), code == DivisionTable.TaiwanPermits ? DivisionStatus.Special : status);
    }

    private static DivisionLevel LevelOf(string code) => code switch
    {
        [_, _, '0', '0', '0', '0'] => DivisionLevel.Province,
        [_, _, _, _, '0', '0'] => DivisionLevel.City,
        _ => DivisionLevel.County,
    };
}
