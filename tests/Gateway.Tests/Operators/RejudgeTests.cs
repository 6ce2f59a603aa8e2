using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Operators;

public sealed class RejudgeTests : IDisposable
{
    public const string NewMatter = "11990001990000113L4990500099000";

    private readonly string _folder = Directory.CreateTempSubdirectory("rejudge-").FullName;

    public void Dispose() => TestStore.Remove(_folder);

    [Fact]
    public async Task After_a_matter_was_added_the_record_is_taken_and_what_waited_for_it_too()
    {
        IReadOnlyList<string> ids;
        await using var province = await TestProvince.StartAsync(MattersFile(_folder, withNew: true));
        await using (var hall = await TestHall.StartAsync(province, WithoutMatter(_folder), _folder))
        {
            var pushed = await hall.Client().PushAsync(Samples.Accepted("J-1").WithData("matterCode", NewMatter), Samples.Closed("J-1"), Samples.Step("J-1"), Samples.Accepted("J-2").WithApplicant("idNumber", "990001197001010015"));
            Assert.Equal(["rejected", "parked", "parked", "rejected"], pushed.Verdicts);
            ids = [.. pushed.Results.Select(one => one.Id())];
        }

        await using (var hall = await TestHall.StartAsync(province, WithMatter(_folder), _folder))
        {
            var answer = await hall.OrderAsync("/v1/records:rejudge");

            Assert.True(answer.Json["examined"] is { } examined && (int)examined == 2, answer.ToString());
            Assert.Equal(["accepted", "rejected"], answer.Verdicts);
            Assert.Equal(["taken", "taken", "taken", "quarantined"], await Task.WhenAll(ids.Select(hall.StateAsync)));
            var reconciliation = await hall.AllConfirmedAsync();
            Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
            Assert.Equal(["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_result"], (await province.JournalAsync()).Select(entry => entry.Table));
            Assert.Equal(1, hall.Count("journal WHERE what = 'operator.rejudged'"));
        }
    }

    [Fact]
    public async Task Filters_and_named_records_bound_what_is_judged()
    {
        await using var hall = await TestHall.StartAsync();
        var pushed = await hall.Client("window").PushAsync(
            Samples.Accepted("J-3").With("department", "mz").WithData("matterCode", "no-such-matter"), Samples.Accepted("J-4").With("department", "rs").WithData("matterCode", "no-such-matter"),
            Samples.Accepted("J-5").With("department", "mz").WithApplicant("idNumber", "990001197001010015"), Samples.Accepted("J-6").With("department", "mz"));
        var ids = pushed.Results.Select(one => one.Id()).ToList();

        Assert.Equal([ids[0], ids[2]], await ExaminedAsync(hall, new { department = "mz" }));
        Assert.Equal([ids[2]], await ExaminedAsync(hall, new { department = "mz", rule = "citizen-id.check-digit" }));
        Assert.Equal([ids[0], ids[1], ids[2]], await ExaminedAsync(hall, new { kind = "case.accepted" }));
        Assert.Equal([ids[1]], await ExaminedAsync(hall, new { recordIds = new[] { ids[1] } }));
        var taken = await hall.OrderAsync("/v1/records:rejudge", new { recordIds = new[] { ids[0], ids[3] } });
        Assert.Equal((409, "caller.wrong-state"), (taken.Status, taken.Code));
        Assert.Equal(0, hall.Count("journal WHERE what = 'operator.rejudged'"));
    }

    [Fact]
    public async Task Page_after_page_every_record_is_judged_once()
    {
        await using var hall = await TestHall.StartAsync();
        var pushed = await hall.Client().PushAsync(Enumerable.Range(0, 450).Select(i => Samples.Accepted($"J-{i:D4}").WithData("matterCode", "no-such-matter")));
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await hall.OrderAsync("/v1/records:rejudge", new { after = after ?? "" });
            seen.AddRange(page.Results.Select(one => one.Id()));
            after = (string?)page.Json["next"];
        }
        while (after is not null && seen.Count < 1000);

        Assert.Equal(pushed.Results.Select(one => one.Id()), seen);
    }

    [Fact]
    public async Task A_record_of_a_departments_own_format_is_mapped_anew_by_the_corrected_table()
    {
        var departments = Path.Combine(_folder, "departments");
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Data, "departments", "rs"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(departments, "rs", Path.GetRelativePath(Path.Combine(Repository.Data, "departments", "rs"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var settings = new Dictionary<string, string?> { ["Departments:Path"] = departments };
        string id;
        await using (var hall = await TestHall.StartAsync(settings: settings, folder: _folder))
        {
            var answer = await hall.Client("rs").PostAsync("/v1/intake/rs", AdapterTests.Flat("rs-again").With("sqfs", "91").ToJsonString());
            Assert.True(answer.Rules is ["code.unknown"], answer.ToString());
            id = answer.Results[0].Id();
        }

        CorrectTable(departments);
        await using (var hall = await TestHall.StartAsync(settings: settings, folder: _folder))
        {
            var answer = await hall.OrderAsync("/v1/records:rejudge", new { recordIds = new[] { id } });

            Assert.True(answer.Verdicts is ["accepted"], answer.ToString());
            Assert.Equal("taken", await hall.StateAsync(id));
            Assert.Equal("window", (string?)(await hall.Operator().GetAsync($"/v1/records/{id}")).Json["record"]!["data"]!["channel"]);
            var again = await hall.Client("rs").PostAsync("/v1/intake/rs", AdapterTests.Flat("rs-again").With("sqfs", "91").ToJsonString());
            Assert.Equal(["duplicate"], again.Verdicts);
            Assert.Equal(0, (await hall.ReconcileAsync()).ExitCode);
        }
    }

    private static void CorrectTable(string departments)
    {
        var mapping = Path.Combine(departments, "rs", "mapping.yaml");
        var text = File.ReadAllText(mapping);
        File.WriteAllText(mapping, text.Replace("channel: {\"1\": window,", "channel: {\"1\": window, \"91\": window,", StringComparison.Ordinal));
        Assert.NotEqual(text, File.ReadAllText(mapping));
    }

    public static Dictionary<string, string?> WithoutMatter(string folder) => new() { ["Matters:Path"] = MattersFile(folder, withNew: false) };

    public static Dictionary<string, string?> WithMatter(string folder) => new() { ["Matters:Path"] = MattersFile(folder, withNew: true) };

    private static string MattersFile(string folder, bool withNew)
    {
        var file = Path.Combine(folder, withNew ? "matters-new.jsonl" : "matters.jsonl");
        var lines = File.ReadAllLines(TestHall.SampleMatters);
        var like = lines.First(line => line.Contains($"\"{Samples.Matter}\"", StringComparison.Ordinal));
        File.WriteAllLines(file, withNew ? [.. lines, like.Replace(Samples.Matter, NewMatter, StringComparison.Ordinal).Replace("MZ-0007", "MZ-0099", StringComparison.Ordinal)] : lines);
        return file;
    }

    private static async Task<IEnumerable<string>> ExaminedAsync(TestHall hall, object scope) => (await hall.OrderAsync("/v1/records:rejudge", scope)).Results.Select(one => one.Id());
}
