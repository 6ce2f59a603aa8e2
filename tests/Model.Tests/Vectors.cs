using ServiceHall.Model.DataFiles;
using ServiceHall.Tests;

namespace ServiceHall.Model.Tests;

/// <summary>Rows of the reference data, and never none: a loop over nothing would pass.</summary>
internal static class Vectors
{
    public static IReadOnlyList<CsvRow> Read(string folder, string file, params string[] columns)
    {
        var rows = new CsvFile(ReferenceData.File(folder, file)).Rows(columns);
        Assert.NotEmpty(rows);
        return rows;
    }
}
