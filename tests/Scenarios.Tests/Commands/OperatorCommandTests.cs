using ServiceHall.Scenarios.Tests.Readme;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Commands;

/// <summary>The operators' commands, each run as a process against a gateway that is up.</summary>
public sealed class OperatorCommandTests
{
    private const string Gateway = "dotnet run --project src/Gateway --";

    [Fact]
    public async Task An_operator_sees_what_is_stuck_and_settles_it_from_the_command_line()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await using var user = new NewUser();
        var wrong = Samples.Accepted("示〔2026〕1号");
        wrong["data"]!["matterCode"] = "no-such-matter";
        var pushed = await hall.Client().PushAsync(wrong, Samples.Step("示〔2026〕1号"));
        var (quarantined, parked) = ((string)pushed.Results[0]["recordId"]!, (string)pushed.Results[1]["recordId"]!);

        await SaysAsync(0, "quarantine", quarantined, "示〔2026〕1号/accepted", "matter.unknown");
        await SaysAsync(0, "parked", parked, "等待 示〔2026〕1号/accepted");
        await SaysAsync(0, $"quarantine {quarantined}", "\"state\": \"quarantined\"");
        await SaysAsync(0, "lanes", "没有 / none");
        await SaysAsync(0, "rejudge --reason 试一试 --dry-run", "rejected", "matter.unknown", "未作改动");
        await SaysAsync(0, $"discard {quarantined} --reason 重复录入 --dry-run", "未作改动");
        await SaysAsync(0, $"discard {quarantined} --reason 重复录入", $"{quarantined} → quarantined");
        await SaysAsync(0, "quarantine", "没有 / none");
        await SaysAsync(0, "stop-platform one-window --reason 省平台维护", "one-window → stopped");
        await SaysAsync(0, "start-platform one-window --reason 维护结束", "one-window → running");

        await SaysAsync(1, $"discard {quarantined} --reason 重复录入", "caller.wrong-state");
        await SaysAsync(1, $"resend {parked} --reason 省里已更正", "caller.no-such-delivery");
        await SaysAsync(1, $"accept-conflict {parked} --reason 以后者为准", "caller.wrong-state");
        await SaysAsync(2, $"discard {quarantined}", "--reason");

        async Task SaysAsync(int exitCode, string arguments, params string[] words)
        {
            var (code, output) = await user.RunAsync($"{Gateway} {arguments}", ("Http__Url", hall.Url.ToString()), ("Clients__0__Key", "mz"), ("Clients__0__Secret", TestHall.Secret),
                ("Clients__0__Departments__0", "mz"), ("Clients__1__Key", "operator"), ("Clients__1__Secret", TestHall.Secret), ("Clients__1__Role", "operator"));
            Assert.True(code == exitCode && words.All(word => output.Contains(word, StringComparison.Ordinal)), $"{arguments}: {code}{Environment.NewLine}{output}");
        }
    }

    [Fact]
    public async Task Without_an_operator_or_a_gateway_a_command_says_so()
    {
        await using var user = new NewUser();

        var nobody = await user.RunAsync($"{Gateway} quarantine", ("Clients__0__Key", "mz"), ("Clients__0__Secret", TestHall.Secret), ("Clients__0__Departments__0", "mz"));
        var nothing = await user.RunAsync($"{Gateway} lanes", ("Http__Url", "http://127.0.0.1:9"), ("Clients__0__Key", "ops"), ("Clients__0__Secret", TestHall.Secret), ("Clients__0__Role", "operator"));

        Assert.Equal((2, 2), (nobody.ExitCode, nothing.ExitCode));
        Assert.Contains("operator", nobody.Output, StringComparison.Ordinal);
        Assert.Contains("没有答复", nothing.Output, StringComparison.Ordinal);
    }
}
