using ServiceHall.Scenarios.Tests.Readme;

namespace ServiceHall.Scenarios.Tests.Commands;

/// <summary>What a person at the keyboard gets wrong is answered in a line or two, with exit code 2 and no stack trace.</summary>
public sealed class MistakeTests
{
    private const string Gateway = "dotnet run --project src/Gateway --";

    [Fact]
    public async Task A_database_that_is_away_is_told_so_that_another_start_may_help()
    {
        await using var user = new NewUser();

        var (exitCode, output) = await user.RunAsync(
            $"{Gateway} --Http:Url http://127.0.0.1:0", ("DOTNET_ENVIRONMENT", "Development"), ("Store__Provider", "postgres"), ("Store__ConnectionString", "Host=127.0.0.1;Port=1;Database=hall;Username=u;Password=not-to-be-told"));

        Assert.Equal(1, exitCode);
        Assert.Contains("the database hall of 127.0.0.1 can't be used", output, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-told", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reconcil", "reconcil")]
    [InlineData("demos --once", "demos")]
    [InlineData("call GET v1/cases?no=1", "v1/cases")]
    [InlineData("call POST /v1/records --body no-such-file.json", "no-such-file.json")]
    [InlineData("replay --adapter hall-sample --in no-such-folder --out out", "no-such-folder")]
    [InlineData("replay --adapter no-such-adapter --in . --out out", "no-such-adapter")]
    [InlineData("make-keys --out there/is.json", "is.json")]
    public async Task A_mistake_is_told_and_nothing_starts(string arguments, string named)
    {
        await using var user = new NewUser();
        Directory.CreateDirectory(Path.Combine(user.Folder, "there"));
        await File.WriteAllTextAsync(Path.Combine(user.Folder, "there", "is.json"), "{}");

        var (exitCode, output) = await user.RunAsync($"{Gateway} {arguments}", ("Clients__0__Key", "mz"), ("Clients__0__Secret", "a-secret-of-the-tests-only"), ("Clients__0__Departments__0", "mz"));

        Assert.Equal(2, exitCode);
        Assert.Contains(named, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_a_recording_that_is_none_is_named()
    {
        await using var user = new NewUser();
        await File.WriteAllTextAsync(Path.Combine(user.Folder, "departments.jsonl"), """{"dept_code":"1","source_system":"SYS01","time_format":"iso","satisfaction_scale":"platform"}""");
        await File.WriteAllTextAsync(Path.Combine(user.Folder, "matters.jsonl"), "");
        await File.WriteAllTextAsync(Path.Combine(user.Folder, "events.jsonl"), "{\"seq\":1}\n");

        var (exitCode, output) = await user.RunAsync($"{Gateway} replay --adapter hall-sample --in . --out out");

        Assert.Equal(2, exitCode);
        Assert.Contains("events.jsonl line 1", output, StringComparison.Ordinal);
    }
}
