using System.Text.Json.Nodes;
using ServiceHall.Tests;

namespace ServiceHall.Scenarios.Tests.Readme;

/// <summary>Both READMEs are true: their commands do what they say.</summary>
public sealed class ReadmeTests
{
    private const string English = "README.md";
    private const string Chinese = "README.zh-CN.md";
    private const string Demo = Pages.Program + "demo";

    [Fact]
    public void Both_pages_have_the_same_commands()
    {
        Assert.NotEmpty(Pages.Tested(English));
        Assert.Equal(Pages.Tested(English), Pages.Tested(Chinese));
        Assert.Equal(Pages.Commands(English), Pages.Commands(Chinese));
    }

    [Theory]
    [InlineData(English)]
    [InlineData(Chinese)]
    public void Everything_a_page_links_to_is_there(string page)
    {
        var links = Pages.Text(page).Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)]).Where(link => !link.Contains("://", StringComparison.Ordinal));

        Assert.Equal([], links.Where(link => !Path.Exists(Path.Combine(Repository.Root, link))));
    }

    // The first: as anybody starts it. The second: as on a bare machine, without ICU and time zone data.
    [Theory]
    [InlineData(null, null)]
    [InlineData("1", "Nowhere/Odd")]
    public async Task The_demo_adds_up_and_ends(string? invariant, string? zone)
    {
        await using var user = new NewUser();

        var (exitCode, output) = await user.RunAsync(Demo + " --once", ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", invariant), ("TZ", zone));

        Assert.True(exitCode == 0, output);
        var summary = JsonNode.Parse(await File.ReadAllTextAsync(Directory.GetFiles(user.Folder, "summary.json", SearchOption.AllDirectories).Single()))!;
        Assert.True((bool)summary["ok"]!);
        Assert.All(summary["sums"]!.AsArray(), sum => Assert.True((bool)sum!["holds"]!));
        Assert.Equal((int)summary["pushed"]!["records"]!, (int)summary["pushed"]!["answered"]!);
        IsAsTheCountysMakersSay(summary);
        SaysWhatThePageSays(output);
    }

    [Fact]
    public async Task The_first_ten_minutes_go_as_the_page_says()
    {
        await using var user = new NewUser();
        user.Take("docs/examples/record.json");
        var commands = Pages.Tested(English);

        var said = await user.StartAsync(commands[0], until: "-- reconcile");

        // What it tells to try next is what the page tells.
        Assert.All((string[])[commands[1], commands[2], commands[^1]], command => Assert.Contains(command, said, StringComparison.Ordinal));
        foreach (var command in commands.Skip(1))
        {
            var (exitCode, output) = await user.RunAsync(command);
            Assert.True(exitCode == 0, $"{command}\n{output}");
            await CheckAsync(user, command, output);
        }

        var (_, again) = await user.RunAsync(commands.Single(command => command.Contains("/v1/records --body", StringComparison.Ordinal)));
        Assert.Contains("\"verdict\": \"duplicate\"", again, StringComparison.Ordinal);
    }

    private static async Task CheckAsync(NewUser user, string command, string output)
    {
        if (command.EndsWith("--print", StringComparison.Ordinal))
        {
            Assert.StartsWith("curl ", output, StringComparison.Ordinal);
            Assert.NotNull(JsonNode.Parse(await AnswerAsync(user, output.Trim()))!["gatewayCaseNo"]);
        }
        else if (command.Contains("/v1/changes", StringComparison.Ordinal))
        {
            Assert.Equal(3, JsonNode.Parse(output)!["changes"]!.AsArray().Count);
        }
        else if (command.Contains("/metrics", StringComparison.Ordinal))
        {
            Assert.Contains("servicehall_records", output, StringComparison.Ordinal);
        }
        else if (command.Contains("/healthz/ready", StringComparison.Ordinal))
        {
            Assert.Equal("ready", (string?)JsonNode.Parse(output)!["status"]);
        }
        else if (command.Split("-- ")[^1] is var list && (list.StartsWith("quarantine", StringComparison.Ordinal) || list == "parked"))
        {
            Assert.Contains("recordId", output, StringComparison.Ordinal);
        }
        else if (list == "lanes")
        {
            Assert.StartsWith("没有", output, StringComparison.Ordinal);
        }
        else if (command.Contains("--body", StringComparison.Ordinal))
        {
            Assert.Contains("\"verdict\": \"accepted\"", output, StringComparison.Ordinal);
        }
        else if (command.EndsWith("reconcile", StringComparison.Ordinal))
        {
            Assert.Contains("全部相符", output, StringComparison.Ordinal);
        }
        else
        {
            Assert.NotNull(JsonNode.Parse(output)!["timeline"]);
        }
    }

    // Nothing of the manifest comes from a gateway: it was written down as the county was made.
    private static void IsAsTheCountysMakersSay(JsonNode summary)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Data, "sample-county", "manifest.json")))!;
        var departments = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Data, "sample-county", "departments.json")))!.AsArray();

        Assert.Empty(summary["mistakes"]!.AsArray());
        AreEqual(manifest["verdicts"]!, summary["pushed"]!["verdicts"]!);
        AreEqual(manifest["states"]!, summary["records"]!);
        Assert.Equal(20, departments.Count);
        Assert.All(departments.Zip(summary["departments"]!.AsArray()), one => AreEqual(manifest["byDepartment"]![(string)one.First!["code"]!]!["verdicts"]!, one.Second!["verdicts"]!));

        // Every fault of the province, by its own count.
        Assert.True(summary["faults"]!.AsObject().Count >= 15);
        Assert.All(summary["faults"]!.AsObject(), fault => Assert.True((long)fault.Value! > 0, fault.Key));
        Assert.True((int)summary["operator"]!["starts"]! > 0 && (int)summary["operator"]!["resends"]! > 0);
    }

    private static void AreEqual(JsonNode expected, JsonNode actual) =>
        Assert.Equal(expected.AsObject().Select(one => (one.Key, (long)one.Value!)).Order(), actual.AsObject().Select(one => (one.Key, (long)one.Value!)).Order());

    // The reconciliation is the same in every run: the day is recorded. The numbers of the page are those of the program.
    private static void SaysWhatThePageSays(string output)
    {
        var lines = output.Split('\n').Select(line => line.TrimEnd()).ToHashSet(StringComparer.Ordinal);
        foreach (var page in (string[])[English, Chinese])
        {
            var table = Pages.Text(page).Split("对账 / reconciliation\n")[1].Split("\n```")[0].Split('\n').Where(line => !line.Contains('…', StringComparison.Ordinal));
            Assert.Equal([], table.Where(line => !lines.Contains(line.TrimEnd())));
        }
    }

    // Where curl is missing its line is read and sent by hand: nothing is skipped.
    private static async Task<string> AnswerAsync(NewUser user, string line)
    {
        if (HasCurl())
        {
            var (exitCode, answer) = await user.RunAsync(line);
            Assert.True(exitCode == 0, answer);
            return answer;
        }

        var quoted = line.Split('\'').Where((_, index) => index % 2 == 1).ToList();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(line.Split(' ')[3]), quoted[^1]);
        quoted[..^1].Select(header => header.Split(": ", 2)).ToList().ForEach(header => request.Headers.Add(header[0], header[1]));
        using var sent = await http.SendAsync(request);
        Assert.True(sent.IsSuccessStatusCode, sent.ToString());
        return await sent.Content.ReadAsStringAsync();
    }

    private static bool HasCurl() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "curl")));
}
