namespace ServiceHall.MockPlatforms.Tests.OneWindow;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task Callers_at_once_lose_nothing_and_take_nothing_twice()
    {
        await using var province = await Province.StartAsync();
        var batches = Enumerable.Range(0, 40).Select(b => Enumerable.Range(0, 25).Select(i => SampleRows.Accept($"a-{b}-{i}", $"P-{b}-{i}").As("I")).ToArray()).ToArray();

        // Every batch twice: one of the two is the repeat, whichever comes second.
        var answers = await Task.WhenAll(batches.Concat(batches).Select(rows => province.PushAsync("up_pro_accept", rows)));

        var journal = await province.JournalAsync();
        Assert.All(answers, answer => Assert.Equal(1, answer.Code));
        Assert.Equal("""{"live":1000,"deleted":0,"taken":2000,"refused":0}""", (await province.CountOfAsync("up_pro_accept")).GetRawText());
        Assert.Equal(Enumerable.Range(1, 2000), journal.Select(e => e.GetProperty("seq").GetInt32()));
        Assert.Equal(1000, journal.Count(e => e.GetProperty("outcome").GetString() == "taken"));
        Assert.Equal(1000, answers.SelectMany(a => a.Rows).Select(row => row.GetProperty("receiptNo").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Of_many_first_acceptances_of_one_case_one_is_taken()
    {
        await using var province = await Province.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => province.PushAsync("up_pro_accept", SampleRows.Accept($"a-{i}").As("I"))));

        Assert.Single(answers, answer => answer.Code == 1);
        Assert.Equal(29, answers.Count(answer => answer.Errors is [var error] && error.EndsWith(" E0103", StringComparison.Ordinal)));
    }
}
