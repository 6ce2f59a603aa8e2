namespace ServiceHall.MockPlatforms.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("--no-such-option", "x", "--no-such-option")]
    [InlineData("--clock-skew", "5m", "--clock-skew")]
    [InlineData("--urls", "9090", "--urls")]
    [InlineData("--matters", "no/such/file", "no/such/file")]
    [InlineData("--sends-to", "8080", "--sends-to")]
    [InlineData("--sends-to", "http://127.0.0.1:8080", "--client-secret")]
    [InlineData("--county", "990001:token", "--transfer")]
    [InlineData("--county", "990001", "--county")]
    [InlineData("--county", "990001:", "--county")]
    [InlineData("--county", "99000:token", "--county")]
    [InlineData("--county", "9900010000001:token", "--county")]
    [InlineData("--county", "99000A:token", "--county")]
    [InlineData("--transfer", "a-folder", "--county")]
    public void A_setting_that_does_not_fit_is_named(string name, string value, string named)
    {
        var mistake = Assert.Throws<SettingsException>(() => SampleProvince.Build([name, value]));

        Assert.Contains(named, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_county_is_given_once_and_no_refusal_tells_its_token()
    {
        var twice = Assert.Throws<SettingsException>(() => SampleProvince.Build(["--county", "990001:one-token", "--county", "990001:two-token", "--transfer", "a-folder"]));
        var malformed = Assert.Throws<SettingsException>(() => SampleProvince.Build(["--county", "9900:one-token"]));

        Assert.Contains("990001", twice.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-token", twice.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("one-token", malformed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":"1","catalogCode":"2"}""")]
    [InlineData("""{"code":"1","catalogCode":"2","version":"x"}""")]
    [InlineData("""{"code":"","catalogCode":"2","version":1}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"code\":\"1\",\"catalogCode\":\"2\",\"version\":1}\n{\"code\":\"1\",\"catalogCode\":\"3\",\"version\":1}")]
    public void A_line_that_is_no_matter_is_named_with_its_file_and_number(string lines)
    {
        var folder = Directory.CreateTempSubdirectory("matters");
        File.WriteAllText(Path.Combine(folder.FullName, "m.jsonl"), lines);

        var mistake = Assert.Throws<SettingsException>(() => SampleProvince.Build(["--matters", folder.FullName]));

        Assert.Contains($"m.jsonl, line {lines.Split('\n').Length}", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Matters_may_come_from_several_files_and_folders()
    {
        var folder = Directory.CreateTempSubdirectory("matters");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "m.jsonl"), """{"code":"LOCAL","catalogCode":"990100003000","version":1}""");
        await using var province = await Province.StartAsync("--matters", folder.FullName);

        var answer = await province.PushAsync(
            "up_pro_accept",
            SampleRows.Accept("a-1", "P-1").As("I"),
            SampleRows.Accept("a-2", "P-2").As("I").With("task_code", "LOCAL").With("catalog_code", "990100003000").With("task_version", 1));

        Assert.Equal(["a-1", "a-2"], answer.Taken);
    }
}
