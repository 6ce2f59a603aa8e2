using System.Text.RegularExpressions;
using ServiceHall.Tests;

namespace ServiceHall.Scenarios.Tests.Readme;

/// <summary>The commands of a page: fenced blocks marked <c>sh</c>, of which a test runs those marked <c>sh test</c>. One line is one command.</summary>
internal static partial class Pages
{
    /// <summary>How a page starts the program.</summary>
    public const string Program = "dotnet run --project src/Gateway -- ";

    /// <summary>The commands that a test runs.</summary>
    public static IReadOnlyList<string> Tested(string page) => Lines(page, info => info == "sh test");

    /// <summary>Every command.</summary>
    public static IReadOnlyList<string> Commands(string page) => Lines(page, info => info is "sh test" or "sh");

    public static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    private static List<string> Lines(string page, Func<string, bool> wanted) =>
    [
        .. Block().Matches(Text(page))
            .Where(block => wanted(block.Groups["info"].Value))
            .SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
    ];

    [GeneratedRegex("^```(?<info>[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();
}
