using System.Net;

namespace ServiceHall.MockPlatforms.Tests.OneWindow;

/// <summary>Faults that strike only some calls, and only some rows.</summary>
public sealed class FaultAimTests
{
    [Fact]
    public async Task A_fault_can_be_about_one_table_only()
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"refuseRows":{"tables":["up_pro_material"],"code":"E0204"},"serverError":{"tables":["up_pro_process"]}}""");

        var acceptance = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        var material = await province.PushAsync("up_pro_material", SampleRows.Of("up_pro_material"));
        using var process = await province.PostAsync("up_pro_process", """{"batch":"B","rows":[{}]}""");

        Assert.Equal(["a-1"], acceptance.Taken);
        Assert.Equal(["m-1 E0204"], material.Errors);
        Assert.Equal(HttpStatusCode.InternalServerError, process.StatusCode);
    }

    [Fact]
    public async Task A_fault_at_the_gate_can_be_about_one_table_too()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        await province.SetFaultsAsync("""{"away":{"tables":["up_pro_accept"]}}""");

        using var struck = await province.GetAsync("/exchange/v1/up_pro_accept/a-1");
        using var spared = await province.GetAsync("/exchange/v1/counts");
        var process = await province.PushAsync("up_pro_process", SampleRows.Of("up_pro_process"));

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], [struck.StatusCode, spared.StatusCode]);
        Assert.Equal(1, process.Code);
    }

    [Fact]
    public async Task A_fault_can_be_about_corrections_only_and_refuses_just_those_rows_of_a_batch()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        await province.SetFaultsAsync("""{"refuseRows":{"operations":["U","D"],"code":"E0104"}}""");

        var answer = await province.PushAsync("up_pro_accept", SampleRows.Accept("a-2", "P-2").As("I"), SampleRows.Accept().With("address", "新址").As("U"), SampleRows.Accept().As("D"));

        Assert.Equal(["a-2"], answer.Taken);
        Assert.Equal(["a-1 E0104", "a-1 E0104"], answer.Errors);
    }

    [Fact]
    public async Task A_whole_call_is_struck_where_one_of_its_rows_is_of_the_operation()
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"businessCode":{"operations":["D"]}}""");

        var insert = await province.PushAsync("up_pro_accept", SampleRows.Accept().As("I"));
        var both = await province.PushAsync("up_pro_accept", SampleRows.Accept("a-2", "P-2").As("I"), SampleRows.Accept().As("D"));

        Assert.Equal([1, 9], [insert.Code, both.Code]);
        Assert.Equal(1, (await province.CountOfAsync("up_pro_accept")).GetProperty("live").GetInt32());
    }

    [Fact]
    public async Task A_whole_call_is_struck_where_it_holds_one_of_the_rows_or_cases()
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"businessCode":{"holding":["P-2","a-3"]}}""");

        var spared = await province.PushAsync("up_pro_accept", SampleRows.Accept().As("I"));
        var byCase = await province.PushAsync("up_pro_accept", SampleRows.Accept("a-4", "P-4").As("I"), SampleRows.Accept("a-2", "P-2").As("I"));
        var byRow = await province.PushAsync("up_pro_accept", SampleRows.Accept("a-3", "P-3").As("I"));

        Assert.Equal([1, 9, 9], [spared.Code, byCase.Code, byRow.Code]);
    }

    [Fact]
    public async Task A_share_of_rows_is_refused_the_same_ones_however_they_are_batched()
    {
        var together = await RefusedAsync(seed: 7, batch: 50);
        var inTens = await RefusedAsync(seed: 7, batch: 10);
        var otherwise = await RefusedAsync(seed: 8, batch: 50);

        Assert.Equal(together, inTens);
        Assert.NotEqual(together, otherwise);
        Assert.InRange(together.Count, 2, 25);
    }

    [Fact]
    public async Task A_repeat_is_confirmed_unless_repeats_are_denied()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));

        var confirmed = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        await province.SetFaultsAsync("""{"denyRepeats":true}""");
        var denied = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"), SampleRows.Accept("a-2", "P-2").As("I"), SampleRows.Accept("a-2", "P-2").As("I"));

        Assert.Equal(["a-1"], confirmed.Taken);
        Assert.Equal(["a-2"], denied.Taken);
        Assert.Equal(["a-1 E0103", "a-2 E0103"], denied.Errors);
        Assert.Equal(["taken", "repeated", "refused", "taken", "refused"], (await province.JournalAsync()).Select(e => e.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Reads_can_be_struck_alone()
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"cut":{"reads":true,"pushes":false}}""");

        var push = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));

        Assert.Equal(1, push.Code);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => province.GetAsync("/exchange/v1/up_pro_accept/a-1"));
    }

    [Fact]
    public async Task The_gate_can_be_closed_to_pushes_and_open_to_reads()
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync("""{"away":{"reads":false}}""");

        using var push = await province.PostAsync("up_pro_accept", """{"batch":"B","rows":[{}]}""");
        using var read = await province.GetAsync("/exchange/v1/counts");

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], [push.StatusCode, read.StatusCode]);
    }

    [Fact]
    public async Task A_row_that_was_just_taken_is_not_found_by_late_reads_and_an_older_one_is()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));

        await province.SetFaultsAsync("""{"lateReads":{"milliseconds":3600000}}""");
        using var young = await province.GetAsync("/exchange/v1/up_pro_accept/a-1");
        await province.SetFaultsAsync("""{"lateReads":{"milliseconds":0}}""");
        using var old = await province.GetAsync("/exchange/v1/up_pro_accept/a-1");

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.OK], [young.StatusCode, old.StatusCode]);
    }

    private static async Task<List<string>> RefusedAsync(int seed, int batch)
    {
        await using var province = await Province.StartAsync();
        await province.SetFaultsAsync($$"""{"refuseRows":{"share":0.2},"seed":{{seed}}}""");
        var refused = new List<string>();
        foreach (var rows in Enumerable.Range(0, 50).Select(i => SampleRows.Accept($"a-{i}", $"P-{i}").As("I")).Chunk(batch))
        {
            refused.AddRange((await province.PushAsync("up_pro_accept", rows)).Errors);
        }

        return refused;
    }
}
