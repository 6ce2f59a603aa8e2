using System.Diagnostics;
using System.Text.Json;

namespace ServiceHall.MockPlatforms.Tests.OneWindow;

public sealed class JournalTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("province");

    private string File => Path.Combine(folder.FullName, "journal.jsonl");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_province_that_was_dropped_comes_back_with_its_state()
    {
        string[] before;
        Answered first;
        await using (var province = await Province.StartAsync("--journal", File))
        {
            first = await province.PushAsync("up_pro_accept", SampleRows.Accept("a-1", "P-1").As("I"), SampleRows.Accept("a-2", "P-2").As("I"));
            await province.PushAsync("up_pro_accept", SampleRows.Accept("a-2", "P-2").As("D"), SampleRows.Accept("a-3", "P-1").As("I"));
            await province.PushAsync("up_pro_result", SampleRows.Of("up_pro_result"));
            before = await StateAsync(province);
        }

        await using var again = await Province.StartAsync("--journal", File);

        Assert.Equal(before, await StateAsync(again));
        var repeat = await again.PushAsync("up_pro_accept", SampleRows.Accept("a-1", "P-1").As("I"));
        Assert.Equal("已存在", repeat.Rows[0].GetProperty("text").GetString());
        Assert.Equal(first.Rows[0].GetProperty("receiptNo").GetString(), repeat.Rows[0].GetProperty("receiptNo").GetString());
        Assert.Equal(first.Rows[0].GetProperty("provincialCaseNo").GetString(), repeat.Rows[0].GetProperty("provincialCaseNo").GetString());
        Assert.Equal(["p-1 E0102"], (await again.PushAsync("up_pro_process", SampleRows.Of("up_pro_process"))).Errors);
    }

    [Fact]
    public async Task A_last_line_that_was_cut_off_is_dropped_and_the_journal_goes_on()
    {
        await using (var province = await Province.StartAsync("--journal", File))
        {
            await province.PushAsync("up_pro_accept", SampleRows.Accept("a-1", "P-1").As("I"), SampleRows.Accept("a-2", "P-2").As("I"));
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        await System.IO.File.WriteAllBytesAsync(File, bytes[..^20]);

        await using (var province = await Province.StartAsync("--journal", File))
        {
            Assert.Single(await province.JournalAsync());
            Assert.Equal(["a-2"], (await province.PushAsync("up_pro_accept", SampleRows.Accept("a-2", "P-2").As("I"))).Taken);
        }

        await using var last = await Province.StartAsync("--journal", File);
        Assert.Equal([1, 2], (await last.JournalAsync()).Select(e => e.GetProperty("seq").GetInt32()));
    }

    [Theory]
    [InlineData("{}\n")]
    [InlineData("{\"entry\":\n")]
    [InlineData("{\"entry\":{\"table\":\"up_pro_other\"}}\n")]
    public async Task A_broken_line_before_the_last_stops_the_start(string line)
    {
        await System.IO.File.WriteAllTextAsync(File, line);

        var mistake = Assert.Throws<SettingsException>(() => SampleProvince.Build(["--journal", File]));

        Assert.Contains("journal", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_killed_program_has_all_that_it_answered()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var program = StartProgram();
        try
        {
            await PushToAsync(await AddressOfAsync(program, patience.Token), patience.Token);
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync(patience.Token);
        }

        await using var again = await Province.StartAsync("--journal", File);
        Assert.Equal(1, (await again.CountOfAsync("up_pro_accept")).GetProperty("live").GetInt32());
    }

    private Process StartProgram()
    {
        var library = typeof(SampleProvince).Assembly.Location;
        return Process.Start(new ProcessStartInfo("dotnet", [library, "--urls", "http://127.0.0.1:0", "--matters", SampleMatters.File, "--journal", File])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder.FullName,
        })!;
    }

    private static async Task<Uri> AddressOfAsync(Process program, CancellationToken cancellationToken)
    {
        var line = await program.StandardOutput.ReadLineAsync(cancellationToken);
        Assert.StartsWith("listening http://127.0.0.1:", line, StringComparison.Ordinal);
        return new Uri(line!["listening ".Length..]);
    }

    private static async Task PushToAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/exchange/v1/up_pro_accept");
        request.Content = new StringContent($$"""{"batch":"B","rows":[{{JsonSerializer.Serialize(SampleRows.Of("up_pro_accept"))}}]}""");
        Province.Sign(request, TimeProvider.System.GetUtcNow(), "n-1");
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string[]> StateAsync(Province province)
    {
        var counts = await province.ReadAsync("/exchange/v1/counts");
        var deleted = await province.ReadAsync("/exchange/v1/up_pro_accept/a-2");
        return [counts.GetRawText(), deleted.GetRawText(), .. (await province.JournalAsync()).Select(e => e.GetRawText())];
    }
}
