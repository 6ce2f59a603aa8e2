using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Tests.Store;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

/// <summary>Mappings and code tables are reloaded whole; every record names the configuration it was judged under.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task A_reload_takes_effect_for_the_next_record_and_each_names_what_it_was_judged_under()
    {
        await using var own = await OwnFormat.StartAsync();
        var first = await own.ConfigurationAsync();
        var before = await own.PushAsync("r-1", "1");

        own.Write("jt/tables/channel.csv", OwnFormat.Channel("web"));
        var reload = await own.ReloadAsync();
        var after = await own.PushAsync("r-2", "1");

        var second = (long)reload.Json["configuration"]!;
        Assert.True(reload.Status == 200 && (bool)reload.Json["changed"]! && second != first, reload.ToString());
        Assert.Equal((first, "window"), await own.KeptAsync(before.Results[0]));
        Assert.Equal((second, "web"), await own.KeptAsync(after.Results[0]));
        Assert.Equal(second, await own.ConfigurationAsync());
    }

    [Fact]
    public async Task What_did_not_change_is_no_change_and_what_was_in_force_before_has_its_number_again()
    {
        await using var own = await OwnFormat.StartAsync();
        var first = await own.ConfigurationAsync();

        own.Write("jt/tables/channel.csv", OwnFormat.Channel("window"));
        var same = await own.ReloadAsync();
        own.Write("jt/tables/channel.csv", OwnFormat.Channel("web"));
        await own.ReloadAsync();
        own.Write("jt/tables/channel.csv", OwnFormat.Channel("window"));
        var back = await own.ReloadAsync();

        Assert.Equal((first, false), ((long)same.Json["configuration"]!, (bool)same.Json["changed"]!));
        Assert.Equal((first, true), ((long)back.Json["configuration"]!, (bool)back.Json["changed"]!));
    }

    [Fact]
    public async Task With_any_mistake_all_stays_as_it_is_and_every_mistake_is_told()
    {
        await using var own = await OwnFormat.StartAsync();
        var first = await own.ConfigurationAsync();

        own.Write("jt/tables/channel.csv", "code,word,validTo\n1,web,never\n2,post,2026-02-30\n");
        own.Write("other/mapping.yaml", "format: xml");
        var refused = await own.ReloadAsync();
        var pushed = await own.PushAsync("r-3", "1");

        Assert.Equal((409, "hall.configuration-invalid"), (refused.Status, refused.Code));
        var errors = refused.Json["errors"]!.AsArray().Select(error => (string)error!["message"]!).ToList();
        Assert.Contains(errors, error => error.StartsWith("jt/tables/channel.csv:2: ", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("jt/tables/channel.csv:3: ", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("other/mapping.yaml:1: ", StringComparison.Ordinal));
        Assert.Equal((first, "window"), await own.KeptAsync(pushed.Results[0]));
        Assert.Equal(404, (await own.Hall.Client().PostAsync("/v1/intake/other", "{}")).Status);
    }

    [Fact]
    public async Task A_file_that_is_still_being_written_is_not_taken()
    {
        await using var own = await OwnFormat.StartAsync();
        var first = await own.ConfigurationAsync();
        var watch = own.Hall.Services.GetRequiredService<ConfigurationWatch>();
        await LookAsync(watch, times: 2);

        own.Write("jt/tables/channel.csv", "code,word\n1,w");
        await LookAsync(watch);
        own.Write("jt/tables/channel.csv", "code,word\n1,we");
        await LookAsync(watch);
        Assert.Equal(first, await own.ConfigurationAsync());

        own.Write("jt/tables/channel.csv", "code,word\n1,web\n");
        await LookAsync(watch);
        Assert.Equal(first, await own.ConfigurationAsync());
        await LookAsync(watch);
        Assert.NotEqual(first, await own.ConfigurationAsync());
        Assert.Equal("web", (await own.KeptAsync((await own.PushAsync("r-4", "1")).Results[0])).Channel);
    }

    [Fact]
    public async Task A_mistake_is_logged_once_however_often_it_is_looked_at_and_again_when_it_changes()
    {
        await using var own = await OwnFormat.StartAsync();
        var watch = own.Hall.Services.GetRequiredService<ConfigurationWatch>();

        own.Write("jt/tables/channel.csv", "code,word,validTo\n1,web,never\n2,web,never\n");
        await LookAsync(watch, times: 5);
        await own.ReloadAsync();
        Assert.Equal(2, Warnings(own).Count);

        own.Write("jt/tables/channel.csv", "code,word,validTo\n1,web,nevermore\n");
        await LookAsync(watch, times: 5);
        Assert.Equal(3, Warnings(own).Count);

        own.Write("jt/tables/channel.csv", OwnFormat.Channel("web"));
        await LookAsync(watch, times: 5);
        Assert.Equal(3, Warnings(own).Count);
        Assert.Equal("web", (await own.KeptAsync((await own.PushAsync("r-5", "1")).Results[0])).Channel);
    }

    [Fact]
    public async Task A_folder_that_is_suddenly_empty_takes_no_department_away()
    {
        await using var own = await OwnFormat.StartAsync();
        var first = await own.ConfigurationAsync();
        var watch = own.Hall.Services.GetRequiredService<ConfigurationWatch>();

        own.Delete("");
        await LookAsync(watch, times: 3);

        Assert.Equal(409, (await own.ReloadAsync()).Status);
        Assert.Equal((first, "window"), await own.KeptAsync((await own.PushAsync("r-6", "1")).Results[0]));
        Assert.Single(Warnings(own));
    }

    [Fact]
    public async Task The_watch_finds_a_new_department_by_itself()
    {
        await using var own = await OwnFormat.StartAsync(reloadEvery: "00:00:00.1");

        own.Write("new/mapping.yaml", "format: json\ndepartment: {const: mz}\nkey: id\ncontent: $\nkinds: [{kind: case.step, caseNo: no}]\n");

        await Soon.ItHoldsAsync(async () => (await own.Hall.Client().PostAsync("/v1/intake/new", "{\"id\":\"n-1\"}")).Status == 200);
    }

    [Fact]
    public async Task A_record_in_flight_is_judged_and_stored_under_what_it_was_prepared_under()
    {
        await using var own = await OwnFormat.StartAsync();
        var hall = own.Hall.Services.GetRequiredService<Gateway.Intake.Hall>();
        var preparer = own.Hall.Services.GetRequiredService<RecordPreparer>();
        var before = hall.Current;
        var sent = OwnFormat.Record("r-7", "1").ToJsonString();
        using var document = System.Text.Json.JsonDocument.Parse(sent);
        var caller = new Caller(new ClientSettings { Key = "mz", Secret = TestHall.Secret, Departments = ["mz"] });
        var prepared = preparer.Prepare(Adapters.Departments.SourceNode.Of(document.RootElement), System.Text.Encoding.UTF8.GetBytes(sent), "jt", caller, before);

        own.Write("jt/mapping.yaml", Strict(own));
        own.Write("jt/tables/channel.csv", OwnFormat.Channel("web"));
        await own.ReloadAsync();
        var work = new IntakeWork([prepared], hall, preparer);
        own.Hall.Services.GetRequiredService<StoreWriter>().Enqueue(work);
        var result = Assert.Single(await work.Done);

        // The new one would have refused it: its matter belongs to nobody there.
        Assert.Equal(Model.Judging.Verdict.Accepted, result.Verdict);
        Assert.NotEqual(before.Id, hall.Current.Id);
        Assert.Equal((before.Id, "window"), await own.KeptAsync(new JsonObject { ["recordId"] = result.RecordId.ToString() }));
        Assert.Equal("rejected", (await own.PushAsync("r-8", "1")).Verdicts[0]);
    }

    [Fact]
    public async Task What_waited_is_judged_again_under_what_is_in_force_by_then()
    {
        await using var own = await OwnFormat.StartAsync();
        var first = await own.ConfigurationAsync();
        var step = await own.PushAsync(new JsonObject { ["id"] = "r-9/step", ["no"] = "r-9", ["step"] = "审核" });
        Assert.Equal(["parked"], step.Verdicts);
        Assert.Equal(first, (await own.KeptAsync(step.Results[0])).Configuration);

        own.Write("jt/tables/channel.csv", OwnFormat.Channel("web"));
        await own.ReloadAsync();
        Assert.Equal(["accepted"], (await own.PushAsync("r-9", "1")).Verdicts);

        Assert.Equal(await own.ConfigurationAsync(), (await own.KeptAsync(step.Results[0])).Configuration);
    }

    [Fact]
    public async Task While_it_is_reloaded_again_and_again_no_record_mixes_two_configurations()
    {
        await using var own = await OwnFormat.StartAsync();
        string[] words = ["window", "web", "mobile", "post"];
        var wordOf = new Dictionary<long, string> { [await own.ConfigurationAsync()] = "window" };
        using var done = new CancellationTokenSource();
        var pushing = Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
        {
            var results = new List<JsonNode>();
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                results.AddRange((await own.PushAsync($"m-{lane}-{i}", "1")).Results);
            }

            return results;
        }));

        for (var i = 1; i <= 24; i++)
        {
            own.Write("jt/tables/channel.csv", OwnFormat.Channel(words[i % words.Length]));
            wordOf[(long)(await own.ReloadAsync()).Json["configuration"]!] = words[i % words.Length];
        }

        await done.CancelAsync();
        var kept = await Task.WhenAll((await pushing).SelectMany(results => results).Select(own.KeptAsync));
        Assert.Equal(words.Length, wordOf.Count);
        Assert.NotEmpty(kept);
        Assert.All(kept, one => Assert.Equal(wordOf[one.Configuration], one.Channel));
    }

    [Fact]
    public async Task It_is_not_in_force_before_its_row_is_durable()
    {
        await using var own = await OwnFormat.StartAsync();
        var hall = own.Hall.Services.GetRequiredService<Gateway.Intake.Hall>();
        var before = hall.Current;
        var session = new FailingSession("none") { FailsToCommitOnce = true };
        var services = own.Hall.Services;
        using var writer = new StoreWriter(session, services.GetRequiredService<Sealer>(), new CaseCache(), 512, 10_000, NullLogger<StoreWriter>.Instance);
        using var reload = new ConfigurationReload(hall, writer, services.GetRequiredService<Paths>(), TimeProvider.System, NullLogger<ConfigurationReload>.Instance);
        own.Write("jt/tables/channel.csv", OwnFormat.Channel("web"));

        await Assert.ThrowsAsync<IOException>(() => reload.ReloadAsync(CancellationToken.None));

        Assert.Same(before, hall.Current);
        Assert.Null(reload.Settled);
        Assert.True((await reload.ReloadAsync(CancellationToken.None)).Changed);
    }

    [Fact]
    public async Task An_operator_sees_what_is_in_force_and_nobody_else_does()
    {
        await using var own = await OwnFormat.StartAsync();
        own.Write("jt/tables/channel.csv", "# version: 2026-07\n" + OwnFormat.Channel("web"));
        await own.ReloadAsync();

        var shown = await own.Operator.GetAsync("/v1/configuration");

        var table = Assert.Single(shown.Json["tables"]!.AsArray())!;
        Assert.Equal(("jt", "channel", "2026-07", 1), ((string?)table["adapter"], (string?)table["table"], (string?)table["version"], (int?)table["codes"]));
        Assert.Equal(["calendar", "divisions", "matters", "departments"], shown.Json["parts"]!.AsObject().Select(part => part.Key));
        Assert.True(DateTimeOffset.TryParse((string?)shown.Json["since"], out _));
        foreach (var client in new[] { "mz", "province" })
        {
            Assert.Equal((403, "caller.not-yours"), await StatusOf(own.Hall.Client(client).GetAsync("/v1/configuration")));
            Assert.Equal((403, "caller.not-yours"), await StatusOf(own.Hall.Client(client).PostAsync("/v1/configuration:reload", "")));
        }
    }

    private static async Task<(int, string?)> StatusOf(Task<Answer> asked)
    {
        var answer = await asked;
        return (answer.Status, answer.Code);
    }

    private static async Task LookAsync(ConfigurationWatch watch, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await watch.LookAsync(CancellationToken.None);
        }
    }

    private static List<string> Warnings(OwnFormat own) =>
        [.. own.Hall.Log.Lines.Where(line => line.StartsWith($"Warning {typeof(ConfigurationReload).FullName}", StringComparison.Ordinal))];

    private static string Strict(OwnFormat own)
    {
        var mapping = File.ReadAllText(Path.Combine(own.Hall.Folder, "departments", "jt", "mapping.yaml"));
        return mapping.Replace("11990001990000113L", "11990001990000121F", StringComparison.Ordinal) + "\nrules: {matter.other-department: block}\n";
    }
}
