namespace ServiceHall.MockPlatforms.Tests.OneWindow;

public sealed class SequenceTests
{
    [Theory]
    [InlineData("up_pro_process")]
    [InlineData("up_pro_special_procedure")]
    [InlineData("up_pro_result")]
    [InlineData("up_pro_material")]
    [InlineData("up_lic_data")]
    public async Task Nothing_is_taken_before_its_acceptance(string table)
    {
        await using var province = await Province.StartAsync();

        var before = await province.PushAsync(table, SampleRows.Of(table));
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        var after = await province.PushAsync(table, SampleRows.Of(table));

        Assert.Equal([$"{SampleRows.Of(table)["row_guid"]} E0101"], before.Errors);
        Assert.Equal(1, after.Code);
    }

    [Fact]
    public async Task A_deleted_acceptance_counts_as_none()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        await province.PushAsync("up_pro_accept", SampleRows.Accept().As("D"));

        var answer = await province.PushAsync("up_pro_process", SampleRows.Of("up_pro_process"));

        Assert.Equal(["p-1 E0101"], answer.Errors);
    }

    [Theory]
    [InlineData("up_pro_process", "E0102")]
    [InlineData("up_pro_special_procedure", "E0102")]
    [InlineData("up_pro_material", "E0102")]
    [InlineData("up_lic_data", null)]
    public async Task After_the_result_nothing_new_is_taken_but_licences(string table, string? code)
    {
        await using var province = await ClosedCaseAsync();

        var answer = await province.PushAsync(table, SampleRows.Of(table));

        Assert.Equal(code is null ? [] : [$"{SampleRows.Of(table)["row_guid"]} {code}"], answer.Errors);
    }

    [Fact]
    public async Task Corrections_deletions_and_repeats_are_taken_after_the_result_too()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        await province.PushAsync("up_pro_process", SampleRows.Process("p-1").As("I"), SampleRows.Process("p-2").As("I"), SampleRows.Process("p-3").As("I"));
        await province.PushAsync("up_pro_result", SampleRows.Of("up_pro_result"));

        var answer = await province.PushAsync(
            "up_pro_process",
            SampleRows.Process("p-1").With("remark", "更正").As("U"),
            SampleRows.Process("p-2").As("D"),
            SampleRows.Process("p-3").As("I"));

        Assert.Equal(["p-1", "p-2", "p-3"], answer.Taken);
    }

    [Fact]
    public async Task A_withdrawn_result_opens_the_case_again()
    {
        await using var province = await ClosedCaseAsync();
        await province.PushAsync("up_pro_result", SampleRows.Result().As("D"));

        Assert.Equal(1, (await province.PushAsync("up_pro_process", SampleRows.Of("up_pro_process"))).Code);
        Assert.Equal(1, (await province.PushAsync("up_pro_result", SampleRows.Result("r-2").As("I"))).Code);
        // The first may not come back beside the second.
        Assert.Equal(["r-1 E0103"], (await province.PushAsync("up_pro_result", SampleRows.Result().As("U"))).Errors);
    }

    [Fact]
    public async Task A_case_has_one_live_acceptance_and_one_live_result()
    {
        await using var province = await ClosedCaseAsync();

        Assert.Equal(["a-2 E0103"], (await province.PushAsync("up_pro_accept", SampleRows.Accept("a-2").As("I"))).Errors);
        Assert.Equal(["r-2 E0103"], (await province.PushAsync("up_pro_result", SampleRows.Result("r-2").As("I"))).Errors);
        Assert.Equal(1, (await province.PushAsync("up_pro_accept", SampleRows.Accept("a-3", "P-2").As("I"))).Code);
    }

    [Theory]
    [InlineData("task_code", "11990001MB000000144990100009000")]
    [InlineData("task_version", 5)]
    [InlineData("task_version", 0)]
    [InlineData("catalog_code", "990100002000")]
    [InlineData("local_task_code", "LOCAL-1J-5100-00020")]
    public async Task A_matter_is_known_by_code_and_version_and_its_other_codes_agree(string column, object value)
    {
        await using var province = await Province.StartAsync();

        var answer = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept").With(column, value));

        Assert.Equal(["a-1 E0201"], answer.Errors);
    }

    [Fact]
    public async Task Rows_of_a_batch_are_judged_in_order_each_visible_to_the_next()
    {
        await using var province = await Province.StartAsync();

        var answer = await province.PushAsync(
            "up_pro_accept",
            SampleRows.Accept("a-1").As("U"),
            SampleRows.Accept("a-1").As("I"),
            SampleRows.Accept("a-1").With("address", "新址").As("U"),
            SampleRows.Accept("a-2").As("I"),
            SampleRows.Accept("a-1").With("address", "新址").As("D"),
            SampleRows.Accept("a-2").As("I"));

        Assert.Equal(2, answer.Code);
        Assert.Equal(["a-1", "a-1", "a-1", "a-2"], answer.Taken);
        Assert.Equal(["a-1 E0104", "a-2 E0103"], answer.Errors);
    }

    [Fact]
    public async Task Every_row_of_a_case_is_answered_with_one_provincial_number_and_a_receipt_of_its_own()
    {
        await using var province = await Province.StartAsync();

        var accepted = await province.PushAsync("up_pro_accept", SampleRows.Accept("a-1", "P-1").As("I"), SampleRows.Accept("a-2", "P-2").As("I"));
        var step = await province.PushAsync("up_pro_process", SampleRows.Process().As("I"));

        Assert.Equal(accepted.Rows[0].GetProperty("provincialCaseNo").GetString(), step.Rows[0].GetProperty("provincialCaseNo").GetString());
        Assert.NotEqual(accepted.Rows[0].GetProperty("provincialCaseNo").GetString(), accepted.Rows[1].GetProperty("provincialCaseNo").GetString());
        Assert.Equal(3, accepted.Rows.Concat(step.Rows).Select(row => row.GetProperty("receiptNo").GetString()).Distinct().Count());
    }

    private static async Task<Province> ClosedCaseAsync()
    {
        var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        await province.PushAsync("up_pro_result", SampleRows.Of("up_pro_result"));
        return province;
    }
}
