using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ServiceHall.MockPlatforms.Tests.OneWindow;

public sealed class ReadTests
{
    [Fact]
    public async Task A_row_is_answered_as_it_was_taken()
    {
        await using var province = await Province.StartAsync();
        var sent = SampleRows.Of("up_pro_accept");
        await province.PushAsync("up_pro_accept", sent);

        var row = (await province.ReadAsync("/exchange/v1/up_pro_accept/a-1")).GetProperty("row");

        Assert.Equal(
            sent.Select(c => $"{c.Key}={c.Value}").Order(StringComparer.Ordinal),
            row.EnumerateObject().Select(c => $"{c.Name}={c.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.Number, row.GetProperty("task_version").ValueKind);
    }

    [Theory]
    [InlineData("up_pro_accept/none")]
    [InlineData("up_pro_process/a-1")]
    [InlineData("up_pro_other/a-1")]
    public async Task A_row_that_is_not_there_is_404(string path)
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));

        using var response = await province.GetAsync($"/exchange/v1/{path}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("办/〔2026〕1")]
    [InlineData("100%2F+ &?#")]
    public async Task A_row_guid_of_any_characters_is_found(string rowGuid)
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Accept(rowGuid).As("I"));

        var row = await province.ReadAsync($"/exchange/v1/up_pro_accept/{Uri.EscapeDataString(rowGuid)}");

        Assert.Equal(rowGuid, row.GetProperty("row").GetProperty("row_guid").GetString());
    }

    [Fact]
    public async Task Counts_add_up_with_the_journal()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Accept("a-1", "P-1").As("I"), SampleRows.Accept("a-2", "P-2").As("I"), SampleRows.Accept("a-3", "P-1").As("I"));
        await province.PushAsync("up_pro_accept", SampleRows.Accept("a-1", "P-1").As("I"), SampleRows.Accept("a-2", "P-2").As("D"));

        var count = await province.CountOfAsync("up_pro_accept");
        var journal = await province.JournalAsync();

        Assert.Equal("""{"live":1,"deleted":1,"taken":4,"refused":1}""", count.GetRawText());
        Assert.Equal(["taken", "taken", "refused", "repeated", "taken"], journal.Select(e => e.GetProperty("outcome").GetString()));
        Assert.Equal([1, 2, 3, 4, 5], journal.Select(e => e.GetProperty("seq").GetInt32()));
        Assert.Equal("E0103", journal[2].GetProperty("code").GetString());
        Assert.Equal("a-3 P-1 I B-1 up_pro_accept", string.Join(' ', new[] { "row_guid", "project_no", "operation", "batch", "table" }.Select(n => journal[2].GetProperty(n).GetString())));
    }

    [Fact]
    public async Task The_journal_and_the_rows_are_read_page_by_page()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", [.. Enumerable.Range(0, 5).Select(i => SampleRows.Accept($"a-{i}", $"P-{i}").As("I"))]);

        var journal = await province.Client.GetFromJsonAsync<JsonElement>("/__province/journal?after=3&limit=1");
        var rows = await province.Client.GetFromJsonAsync<JsonElement>("/__province/rows/up_pro_accept?after=3");
        var end = await province.Client.GetFromJsonAsync<JsonElement>("/__province/journal?after=99");

        Assert.Equal(["a-3"], journal.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("row_guid").GetString()));
        Assert.Equal(4, journal.GetProperty("next").GetInt32());
        Assert.Equal(["a-3", "a-4"], rows.GetProperty("rows").EnumerateArray().Select(e => e.GetProperty("row_guid").GetString()));
        Assert.Equal(0, end.GetProperty("entries").GetArrayLength());
    }
}
