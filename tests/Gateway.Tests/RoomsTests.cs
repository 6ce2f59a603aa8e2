using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests;

/// <summary>Who may know whom. Reads the project files and the sources as they lie in the repository.</summary>
public sealed partial class RoomsTests
{
    // Gateway → Adapters → Model, never back; a mock that shared code with what it checks would be wrong together with it.
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Model"] = [],
        ["Adapters"] = ["Model"],
        ["Gateway"] = ["Adapters", "MockPlatforms"],
        ["MockPlatforms"] = [],
    };

    // Inside the gateway: settings and store at the bottom, what speaks to outsiders at the top. A room not named here is new: give it its arrows.
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Settings"] = [],
        ["Api"] = [],
        ["Security"] = ["Api", "Settings"],
        ["Store"] = [],
        ["Dispatch"] = ["Settings", "Store"],
        ["Intake"] = ["Api", "Dispatch", "Security", "Settings", "Store"],
        ["Status"] = ["Api", "Dispatch", "Intake", "Security", "Settings", "Store"],
        ["Rpc"] = ["Api", "CrossRegion", "Inbound", "Intake", "Security", "Status", "Store", "Telemetry"],
        ["CrossRegion"] = ["Api", "Inbound", "Intake", "Security", "Settings", "Status", "Store"],
        ["Exchange"] = ["Api", "CrossRegion", "Intake", "Settings", "Store"],
        ["Inbound"] = ["Api", "Dispatch", "Intake", "Security", "Settings", "Status", "Store"],
        ["Trials"] = ["Api", "Dispatch", "Intake", "Status", "Store"],
        ["Operators"] = ["Api", "Dispatch", "Intake", "Security", "Settings", "Status", "Store"],
        ["Telemetry"] = ["Api", "Dispatch", "Settings", "Store"],
        ["Commands"] = ["Dispatch", "Intake", "Security", "Settings", "Status", "Store"],
    };

    // What the Gateway's rooms may know of the rooms below them; Model is everybody's.
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Intake"] = ["Adapters.Departments", "Adapters.Platforms"],
        ["Settings"] = ["Adapters.Resilience"],
        ["Dispatch"] = ["Adapters.Platforms", "Adapters.Resilience"],
        ["Exchange"] = ["Adapters.Platforms", "Adapters.Resilience"],
        ["Trials"] = ["Adapters.Platforms"],
        ["Commands"] = ["Adapters.Departments", "Adapters.Platforms"],
    };

    [Fact]
    public void Projects_reference_downwards_only()
    {
        var found = Projects.Keys.ToDictionary(project => project, References);

        Assert.All(found, pair => Assert.Equal(Projects[pair.Key].Order(), pair.Value.Order()));
    }

    [Fact]
    public void No_source_uses_a_project_above_it_or_the_mock()
    {
        foreach (var (project, below) in Projects)
        {
            var foreign = Projects.Keys.Except(below.SelectMany(Closure)).Except([project]).Append("MockPlatforms").Where(other => other != project).ToHashSet();
            var wrong = Sources($"src/{project}").SelectMany(file => Names(file).Where(name => foreign.Contains(name.Split('.')[0])).Select(name => $"{file} uses {name}"));
            Assert.Empty(wrong);
        }
    }

    [Fact]
    public void The_gateway_builds_the_mock_and_sees_no_type_of_it()
    {
        var reference = XDocument.Load(Full("src/Gateway/Gateway.csproj")).Descendants("ProjectReference").Single(one => ((string)one.Attribute("Include")!).Contains("MockPlatforms", StringComparison.Ordinal));

        Assert.Equal("false", (string?)reference.Attribute("ReferenceOutputAssembly"));
        Assert.DoesNotContain(typeof(GatewayHost).Assembly.GetReferencedAssemblies(), one => one.Name == "ServiceHall.MockPlatforms");
    }

    [Fact]
    public void Inside_the_gateway_no_arrow_points_the_wrong_way()
    {
        var wrong = new List<string>();
        foreach (var file in Sources("src/Gateway").Where(file => file.Split('/').Length > 3))
        {
            var room = file.Split('/')[2];
            Assert.True(Rooms.ContainsKey(room), $"{room} is a new room: say in Rooms what it may know.");
            wrong.AddRange(Names(file).Where(name => name.StartsWith("Gateway.", StringComparison.Ordinal)).Select(name => name.Split('.')[1])
                .Where(other => other != room && !Rooms[room].Contains(other)).Select(other => $"{file}: {room} → {other}"));
            wrong.AddRange(Names(file).Where(name => name.StartsWith("Adapters.", StringComparison.Ordinal))
                .Where(name => !Below.GetValueOrDefault(room, []).Any(allowed => name.StartsWith(allowed, StringComparison.Ordinal))).Select(name => $"{file}: {room} → {name}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_arrows_make_no_circle()
    {
        var left = Rooms.ToDictionary(pair => pair.Key, pair => pair.Value.ToHashSet());
        while (left.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key).ToList() is { Count: > 0 } bottom)
        {
            bottom.ForEach(room => left.Remove(room));
            left.Values.ToList().ForEach(rooms => rooms.ExceptWith(bottom));
        }

        Assert.Empty(left.Keys);
    }

    [Fact]
    public void The_model_reads_no_clock_no_network_and_no_database()
    {
        var wrong = Sources("src/Model").Concat(Sources("src/Adapters")).Where(file => OutsideWorld().IsMatch(File.ReadAllText(Full(file))));

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_folder_file_or_type_is_called_after_nothing()
    {
        // gRPC's own names, which others ask for.
        var wrong = Sources("src").Where(file => !file.StartsWith("src/Grpc/", StringComparison.Ordinal)).Where(file => NamedAfterNothing().IsMatch(file) || TypeNamedAfterNothing().IsMatch(File.ReadAllText(Full(file))));

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_file_names_a_registry_or_a_path_of_somebodys_machine()
    {
        // In pieces, so that this file is not its own finding.
        string[] forbidden = ["nuget" + ".org", "npm" + "js.", "registry" + ".", "pypi" + ".", "/wo" + "rk/", "/ro" + "ot/", "/tmp" + "/w/", "/home" + "/", "C:" + "\\Users", "local" + "host:5000"];
        var wrong = Tracked().Where(file => !file.EndsWith(".png", StringComparison.Ordinal))
            .SelectMany(file => forbidden.Where(word => File.ReadAllText(Full(file)).Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{file}: {word}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_test_sleeps()
    {
        var wrong = Sources("tests").Where(file => !file.EndsWith("RoomsTests.cs", StringComparison.Ordinal))
            .Where(file => Sleeping().Count(File.ReadAllText(Full(file))) > (file == "tests/Shared/Hall/TestHall.cs" ? 1 : 0));

        Assert.Empty(wrong);
    }

    private static IEnumerable<string> References(string project) => XDocument.Load(Full($"src/{project}/{project}.csproj")).Descendants("ProjectReference")
        .Select(one => Path.GetFileNameWithoutExtension(((string)one.Attribute("Include")!).Replace('\\', '/')));

    private static IEnumerable<string> Closure(string project) => Projects[project].SelectMany(Closure).Append(project);

    // Everything of ours that a source names, by using or in full.
    private static IEnumerable<string> Names(string file) =>
        OurNames().Matches(File.ReadAllText(Full(file))).Select(match => match.Groups["name"].Value).Concat(ShortNames(file)).Distinct();

    // Inside the gateway 'Store.DataKeys' names a room too.
    private static IEnumerable<string> ShortNames(string file) => !file.StartsWith("src/Gateway/", StringComparison.Ordinal)
        ? []
        : File.ReadLines(Full(file)).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("using", StringComparison.Ordinal) && !line.StartsWith("namespace", StringComparison.Ordinal))
            .SelectMany(line => RoomNames().Matches(line)).Select(match => $"Gateway.{match.Groups["name"].Value}");

    private static IEnumerable<string> Sources(string folder) => Tracked().Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    private static IReadOnlyList<string> Tracked()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-c", "core.quotePath=false", "ls-files", "--cached", "--others", "--exclude-standard"]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, UseShellExecute = false })!;
        var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(files);
        return [.. files.Where(file => File.Exists(Full(file)))];
    }

    private static string Full(string file) => Path.Combine(Repository.Root, file);

    [GeneratedRegex(@"(?<![""$/.\w])ServiceHall\.(?<name>(Model|Adapters|Gateway|MockPlatforms)(\.\w+)*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OurNames();

    [GeneratedRegex(@"(?<![\w.""/:])(?<name>Commands|Dispatch|Intake|Operators|Security|Status|Store)\.[A-Z]\w*[.(<]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoomNames();

    [GeneratedRegex(@"\b(TimeProvider\.System|DateTime(Offset)?\.(Utc)?Now|HttpClient|HttpMessageInvoker|System\.Data|Microsoft\.Data|Environment\.TickCount)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OutsideWorld();

    [GeneratedRegex(@"(Helpers?|Common|Utils?|Utilit(y|ies)|Managers?|Mediators?|Services?)(\.cs|/)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedAfterNothing();

    [GeneratedRegex(@"\b(class|record|struct|interface) \w*(Helper|Common|Utils?|Manager|Mediator|Repository|Service|Behaviou?r)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeNamedAfterNothing();

    [GeneratedRegex(@"\b(Thread\.Sleep|Task\.Delay|SpinWait\.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sleeping();
}
