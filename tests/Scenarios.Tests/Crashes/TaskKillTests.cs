using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>Work that comes down while the gateway is killed again and again: nothing that was acknowledged is lost, nothing is done twice, whoever had no answer calls the same again.</summary>
public sealed class TaskKillTests(ITestOutputHelper output)
{
    private const int Kills = 8;
    private const int Applications = 80;

    [Fact]
    public async Task Every_application_ends_as_its_department_decided_once()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("task-kill-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        using var store = new CrashStore(folder);
        var settings = new Dictionary<string, string>(CrashSettings.For(province, store.Settings))
        {
            ["Clients:1:Key"] = "province", ["Clients:1:Secret"] = TestHall.Secret, ["Clients:1:Role"] = "platform", ["Clients:1:Platform"] = "one-window",
        };
        using var lives = new Lives();
        var hall = new WorkingHall(lives, seed);
        var supervisor = new Supervisor(folder);
        var working = Task.WhenAll(hall.SendAsync(Applications), hall.WorkAsync(Applications));
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var gateway = await supervisor.StartAsync(GatewayProcess.Program, settings);
            lives.Begin(gateway.Url);
            var enough = hall.Answers + random.Next(5, 60);
            await Until.Async(() => Task.FromResult(hall.Answers >= enough || working.IsCompleted ? this : null), TimeSpan.FromSeconds(60));
            await gateway.KillAsync();
            lives.End();
        }

        await using var last = await supervisor.StartAsync(GatewayProcess.Program, settings);
        using var client = lives.Begin(last.Url).Client("province");
        await working.WaitAsync(TimeSpan.FromMinutes(2));
        output.WriteLine($"{hall.Answers} answers, {hall.Repeats} of them to a repeat, over {Kills} kills");

        Assert.Equal(Applications, hall.TaskOf.Count);
        Assert.Equal(Applications, hall.TaskOf.Values.Distinct().Count());
        foreach (var (number, task) in hall.TaskOf)
        {
            var seen = (await client.GetAsync($"/v1/tasks/{task}")).Json;
            Assert.Equal(WorkingHall.IsReturned(number) ? ("returned", null) : ("taken", "delivered"), ((string)seen["state"]!, (string?)seen["caseState"]));
            if (!WorkingHall.IsReturned(number))
            {
                var @case = (await client.GetAsync($"/v1/cases?no={number}&issuer=one-window")).Json;
                Assert.Equal(["case.submitted", "case.accepted", "case.closed", "case.delivered"], @case["timeline"]!.AsArray().Select(line => (string)line!["kind"]!));
            }
        }

        var decided = Enumerable.Range(0, Applications).Count(number => !WorkingHall.IsReturned(WorkingHall.NumberOf(number)));
        output.WriteLine(await InTheEnd.AllAddsUpAsync(folder, settings));
        Assert.Equal((decided, decided), ((await province.RowsAsync("up_pro_accept")).Count, (await province.RowsAsync("up_pro_result")).Count));
        var journal = await province.JournalAsync();
        Assert.DoesNotContain(journal, entry => entry.Outcome == "refused");
        Assert.All(journal.Where(entry => entry is { Outcome: "taken", Operation: "I" }).GroupBy(entry => entry.ProjectNo), of => Assert.Equal(["up_pro_accept", "up_pro_material", "up_pro_result"], of.Select(entry => entry.Table)));
        await last.KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A platform that sends and a department that works, both patient.</summary>
    private sealed class WorkingHall(Lives lives, int seed)
    {
        private int _answers;
        private int _repeats;

        public int Answers => Volatile.Read(ref _answers);

        public int Repeats => Volatile.Read(ref _repeats);

        /// <summary>The task of each application, by the platform's number.</summary>
        public ConcurrentDictionary<string, string> TaskOf { get; } = new(StringComparer.Ordinal);

        public static string NumberOf(int number) => $"SQ-{number.ToString("D4", CultureInfo.InvariantCulture)}";

        /// <summary>Each seventh is none of ours.</summary>
        public static bool IsReturned(string number) => int.Parse(number.AsSpan(3), CultureInfo.InvariantCulture) % 7 == 3;

        public Task SendAsync(int applications) => Task.WhenAll(Enumerable.Range(0, 4).Select(async sender =>
        {
            for (var number = sender; number < applications; number += 4)
            {
                var body = Application(NumberOf(number));
                var answer = await CallAsync("province", client => client.PostAsync("/v1/inbound/applications", body));
                Assert.True(TaskOf.TryAdd(NumberOf(number), (string)answer["taskNo"]!));
            }
        }));

        // As a department that keeps its place: what it did not finish before it died itself it would see again; here only the gateway dies.
        public async Task WorkAsync(int applications)
        {
            var random = new Random(seed + 1);
            HashSet<string> seen = [];
            List<Task> doing = [];
            for (var after = ""; seen.Count < applications;)
            {
                var page = await CallAsync("mz", client => client.GetAsync($"/v1/tasks?after={after}&wait=1&limit={random.Next(1, 20)}"));
                after = (string)page["next"]!;
                doing.AddRange(page["tasks"]!.AsArray().Where(task => seen.Add((string)task!["taskNo"]!)).Select(task => DoAsync((string)task!["taskNo"]!, (string)task["platformNo"]!)));
            }

            await Task.WhenAll(doing);
        }

        private async Task DoAsync(string task, string number)
        {
            (string Act, JsonObject Body)[] acts = IsReturned(number)
                ? [("return", new JsonObject { ["reason"] = "该事项由市级办理" })]
                :
                [
                    ("ack", new JsonObject { ["caseNo"] = $"MZ-{number}" }), ("accept", Of(Samples.Accepted(""))), ("decide", Of(Samples.Closed(""))),
                    ("deliver", new JsonObject { ["occurredAt"] = "2026-06-15T16:00:00+08:00", ["data"] = new JsonObject { ["method"] = "electronic" } }),
                ];
            foreach (var (act, body) in acts)
            {
                await CallAsync("mz", client => client.PostAsync($"/v1/tasks/{task}:{act}", body.ToJsonString()));
            }
        }

        private async Task<JsonNode> CallAsync(string key, Func<SignedClient, Task<Answer>> call)
        {
            var answer = await lives.CallAsync(key, call);
            Assert.True(answer.Status == 200, $"{answer}");
            Interlocked.Increment(ref _answers);
            if ((string?)answer.Json["verdict"] == "duplicate")
            {
                Interlocked.Increment(ref _repeats);
            }

            return answer.Json;
        }

        private static string Application(string number)
        {
            var data = Samples.Accepted("")["data"]!.AsObject();
            foreach (var later in new[] { "caseType", "appliedAt", "acceptedBy", "organisationCode", "organisationName" })
            {
                data.Remove(later);
            }

            return new JsonObject { ["platformNo"] = number, ["occurredAt"] = "2026-06-15T08:30:00+08:00", ["data"] = data.DeepClone() }.ToJsonString();
        }

        private static JsonObject Of(JsonObject record) => new() { ["occurredAt"] = record["occurredAt"]!.DeepClone(), ["data"] = record["data"]!.DeepClone() };
    }
}
