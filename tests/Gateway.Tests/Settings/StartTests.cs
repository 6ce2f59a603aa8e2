using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Settings;

public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("start-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Intake:QueueLimit", "many")]
    [InlineData("Platforms:OneWindow:SettleAfter", "soon")]
    [InlineData("Hall:ClockStartsAt", "yesterday")]
    public async Task A_value_of_the_wrong_type_is_named(string setting, string value)
    {
        var fault = await RefusedAsync(setting, value);

        Assert.Contains(fault.Mistakes, mistake => mistake.Contains(setting, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:0")]
    [InlineData("Kestrel:Endpoints:Anything:Url", "http://127.0.0.1:0")]
    public async Task There_is_no_other_way_to_open_a_port(string setting, string value)
    {
        var fault = await RefusedAsync(setting, value);

        Assert.Contains("Http:Url", Assert.Single(fault.Mistakes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data:Path", "nowhere")]
    [InlineData("Matters:Path", "nowhere.jsonl")]
    [InlineData("Departments:Path", "nowhere")]
    public async Task A_path_that_leads_nowhere_is_named(string setting, string value)
    {
        var fault = await RefusedAsync(setting, Path.Combine(_folder.FullName, value));

        Assert.Contains(setting, Assert.Single(fault.Mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_file_lies_where_paths_begin_and_its_last_line_end_is_not_part_of_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "mz.secret"), TestHall.Secret + "\n");
        var settings = new Dictionary<string, string?> { ["Clients:0:Key"] = "mz", ["Clients:0:SecretFile"] = "mz.secret", ["Clients:0:Departments:0"] = "mz" };

        await using var hall = await TestHall.StartAsync(settings: settings, folder: _folder.FullName, clients: false);

        Assert.Equal(["accepted"], (await hall.Client().PushAsync(Samples.Accepted("secret-file"))).Verdicts);
    }

    private async Task<SettingsException> RefusedAsync(string setting, string value) =>
        await Assert.ThrowsAsync<SettingsException>(() => TestHall.StartAsync(settings: new() { [setting] = value }, folder: _folder.FullName));
}
