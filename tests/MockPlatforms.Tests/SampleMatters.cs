namespace ServiceHall.MockPlatforms.Tests;

/// <summary>Two matters that nobody has: one with a local code in two versions, one without.</summary>
internal static class SampleMatters
{
    public const string Code = "11990001MB000000144990100001000";
    public const string CatalogCode = "990100001000";
    public const string LocalCode = "LOCAL-1J-5100-00019";
    public const string CodeWithoutLocal = "11990001MB000000144990100002000";

    public static string File { get; } = Write();

    private static string Write()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("matters").FullName, "matters.jsonl");
        System.IO.File.WriteAllText(file, $$"""
            {"code":"{{Code}}","localCode":"{{LocalCode}}","catalogCode":"{{CatalogCode}}","name":"样例事项一","version":3,"department":"mz","caseType":"promised"}
            {"code":"{{Code}}","localCode":"{{LocalCode}}","catalogCode":"{{CatalogCode}}","name":"样例事项一","version":4,"department":"mz","caseType":"promised"}

            {"code":"{{CodeWithoutLocal}}","catalogCode":"990100002000","name":"样例事项二","version":1,"department":"mz","caseType":"immediate"}

            """);
        return file;
    }
}
