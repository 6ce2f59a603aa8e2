using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Departments;

namespace ServiceHall.MockPlatforms.SampleCounty;

/// <summary>
/// <c>make-county --seed 20260615 --cases 400 --out data/sample-county</c>: writes a fictional county's recorded day.
/// The same seed and number of cases give the same bytes.
/// </summary>
internal static class SampleCountyCommand
{
    private const string Usage = "make-county --seed <whole number> --cases <300..9999> --out <folder>";

    public static int Run(string[] args)
    {
        if (args is not [_, "--seed", var seedText, "--cases", var casesText, "--out", var folder]
            || !ulong.TryParse(seedText, out var seed)
            || !int.TryParse(casesText, out var cases)
            || cases is < 300 or > 9999)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Files(seed, cases))
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        return 0;
    }

    /// <summary>Every file by its name.</summary>
    public static IReadOnlyDictionary<string, string> Files(ulong seed, int cases)
    {
        var day = RecordedDay.Make(seed, cases);
        var departments = CountyDepartments.All;
        var files = new Dictionary<string, string>
        {
            ["matters.jsonl"] = Lines(departments.SelectMany(one => one.Matters.Select(matter => matter.ToJson(one)))),
            ["departments.json"] = Page(new JsonArray([.. departments.Select(one => one.ToJson())])),
            ["day.jsonl"] = Lines(day.Pushes.Select(push => push.ToJson())),
        };
        files["manifest.json"] = Page(Manifest.Of(seed, cases, day, files));
        files["README.md"] = Description();
        return files;
    }

    private static string Lines(IEnumerable<JsonObject> objects) => string.Concat(objects.Select(one => one.ToJsonString(Members.Line) + "\n"));

    private static string Page(JsonNode node) => node.ToJsonString(Members.Page) + "\n";

    private static string Description()
    {
        using var stored = typeof(SampleCountyCommand).Assembly.GetManifestResourceStream("sample-county.md")
            ?? throw new InvalidOperationException("The county's README was not built in.");
        using var reader = new StreamReader(stored);
        return reader.ReadToEnd();
    }
}
