using ServiceHall.Model.Divisions;
using ServiceHall.Tests;

namespace ServiceHall.Model.Tests.Divisions;

/// <summary>The shipped table and the fictional counties 990001 to 990099 of the synthetic numbers.</summary>
internal static class SampleDivisions
{
    public static string Folder { get; } = Path.Combine(Repository.Data, "divisions");

    public static DivisionTable National { get; } = DivisionTable.Load(Folder);

    public static DivisionTable WithFictionalCounties { get; } = Load();

    private static DivisionTable Load()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(990001, 99).Select(code => $"{code},示例县\n");
        return DivisionTable.Load(Folder, folder.Write("site.csv", "code,name\n" + string.Concat(rows)));
    }
}
