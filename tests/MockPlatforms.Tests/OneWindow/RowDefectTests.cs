namespace ServiceHall.MockPlatforms.Tests.OneWindow;

public sealed class RowDefectTests
{
    [Theory]
    [InlineData("up_pro_accept", "applyer_name", null, "E0203")]
    [InlineData("up_pro_accept", "applyer_name", "", "E0203")]
    [InlineData("up_pro_accept", "row_guid", null, "E0203")]
    [InlineData("up_pro_accept", "data_source", "", "E0203")]
    [InlineData("up_pro_process", "handle_explain", null, "E0203")]
    [InlineData("up_pro_special_procedure", "end_time", null, "E0203")]
    [InlineData("up_pro_special_procedure", "cd_batch", null, "E0203")]
    [InlineData("up_pro_result", "cd_time", null, "E0203")]
    [InlineData("up_pro_material", "cd_operation", null, "E0203")]
    [InlineData("up_lic_data", "holder_code", null, "E0203")]
    [InlineData("up_lic_data", "data_source", null, "E0203")]
    [InlineData("up_pro_accept", "no_such_column", "x", "E0204")]
    [InlineData("up_pro_accept", "ROW_GUID", "x", "E0204")]
    [InlineData("up_pro_accept", "project_type", "3", "E0204")]
    [InlineData("up_pro_accept", "project_type", 2, "E0204")]
    [InlineData("up_pro_accept", "apply_type", "5", "E0204")]
    [InlineData("up_pro_accept", "applyer_type", "7", "E0204")]
    [InlineData("up_pro_accept", "applyer_page_type", "112", "E0204")]
    [InlineData("up_pro_accept", "contact_type", "1", "E0204")]
    [InlineData("up_pro_accept", "contact_mobile", "139000000000", "E0204")]
    [InlineData("up_pro_accept", "task_version", "v3", "E0204")]
    [InlineData("up_pro_accept", "task_version", 3.5, "E0204")]
    [InlineData("up_pro_accept", "task_version", -3, "E0204")]
    [InlineData("up_pro_accept", "task_version", true, "E0204")]
    [InlineData("up_pro_accept", "data_source", "0001", "E0204")]
    [InlineData("up_pro_accept", "cd_operation", "X", "E0204")]
    [InlineData("up_pro_accept", "cd_time", "2026-11-20T12:00:00", "E0204")]
    [InlineData("up_pro_accept", "apply_date", "2026-02-29 09:00:00", "E0204")]
    [InlineData("up_pro_accept", "apply_date", "2026-11-20 24:00:00", "E0204")]
    [InlineData("up_pro_accept", "apply_date", "2026-11-20", "E0204")]
    [InlineData("up_pro_accept", "promise_date", "2026-13-01 00:00:00", "E0204")]
    [InlineData("up_pro_process", "event_name", "4", "E0204")]
    [InlineData("up_pro_special_procedure", "special_type", "A", "E0204")]
    [InlineData("up_pro_result", "result_type", "7", "E0204")]
    [InlineData("up_pro_result", "is_delivery_results", "2", "E0204")]
    [InlineData("up_pro_result", "satisfaction", "0", "E0204")]
    [InlineData("up_pro_material", "get_type", "4", "E0204")]
    [InlineData("up_pro_material", "get_num", "100000", "E0204")]
    [InlineData("up_lic_data", "valid_to", "长期", "E0204")]
    [InlineData("up_pro_accept", "applyer_page_code", "990001187001010016", "E0205")]
    [InlineData("up_pro_accept", "applyer_page_code", "99000118700101", "E0205")]
    [InlineData("up_pro_accept", "apply_date", "2026-11-20 09:30:02", "E0206")]
    [InlineData("up_pro_process", "event_start_time", "2026-11-20 11:00:02", "E0206")]
    [InlineData("up_pro_process", "event_end_time", "2026-11-20 09:29:58", "E0206")]
    [InlineData("up_pro_special_procedure", "special_time", "2026-11-22 10:00:02", "E0206")]
    [InlineData("up_pro_special_procedure", "special_time", "2026-11-20 09:29:58", "E0206")]
    [InlineData("up_pro_result", "result_date", "2026-11-20 09:29:58", "E0206")]
    [InlineData("up_lic_data", "valid_from", "2029-11-24 00:00:01", "E0206")]
    public async Task A_row_with_one_thing_wrong_is_refused_for_just_that(string table, string column, object? value, string code)
    {
        await using var province = await Province.StartAsync();
        if (table != "up_pro_accept")
        {
            await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        }

        var row = SampleRows.Of(table).With(column, value);
        row = column == "event_end_time" ? row.With("event_start_time", value) : row;
        var answer = await province.PushAsync(table, row);

        Assert.Equal(2, answer.Code);
        Assert.Equal([$"{row["row_guid"]} {code}"], answer.Errors);
        Assert.Empty(answer.Taken);
    }

    [Theory]
    [InlineData("up_pro_accept", "task_version", "3")]
    [InlineData("up_pro_accept", "task_version", "0003")]
    [InlineData("up_pro_accept", "local_task_code", null)]
    [InlineData("up_pro_accept", "apply_date", "2026-11-20 09:30:01")]
    [InlineData("up_pro_accept", "org_code", "511602-990001-A-009999")]
    [InlineData("up_pro_accept", "promise_date", "2028-02-29 23:59:59")]
    [InlineData("up_pro_process", "event_start_time", "2026-11-20 11:00:01")]
    [InlineData("up_pro_result", "result_date", "2026-11-20 09:29:59")]
    [InlineData("up_pro_result", "satisfaction", "5")]
    [InlineData("up_lic_data", "valid_to", null)]
    [InlineData("up_lic_data", "valid_from", null)]
    public async Task A_row_at_the_edge_of_the_rules_is_taken(string table, string column, object? value)
    {
        await using var province = await Province.StartAsync();
        if (table != "up_pro_accept")
        {
            await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        }

        var answer = await province.PushAsync(table, SampleRows.Of(table).With(column, value));

        Assert.Empty(answer.Texts);
        Assert.Equal(1, answer.Code);
    }

    [Theory]
    [InlineData("001", SampleRows.CreditCode, true)]
    [InlineData("001", "91990001MA0000003W", false)]
    [InlineData("001", "91990001MA000000OW", false)]
    [InlineData("002", "D2143569X", true)]
    [InlineData("002", "D2143569-X", true)]
    [InlineData("002", "D21435690", false)]
    [InlineData("111", "11010519491231002X", true)]
    [InlineData("111", "11010519491231002x", false)]
    [InlineData("414", "E00000000", true)]
    [InlineData("990", "0", true)]
    public async Task The_check_digit_asked_for_is_that_of_the_document_type(string type, string number, bool taken)
    {
        await using var province = await Province.StartAsync();

        var answer = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept").With("applyer_page_type", type).With("applyer_page_code", number));

        Assert.Equal(taken ? [] : ["a-1 E0205"], answer.Errors);
    }

    [Theory]
    [InlineData("𠮷", 100, true)]
    [InlineData("𠮷", 101, false)]
    [InlineData("e", 101, false)]
    public async Task Widths_are_counted_in_code_points(string character, int times, bool taken)
    {
        await using var province = await Province.StartAsync();

        var answer = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept").With("applyer_name", string.Concat(Enumerable.Repeat(character, times))));

        Assert.Equal(taken ? [] : ["a-1 E0204"], answer.Errors);
    }

    [Fact]
    public async Task A_local_code_may_be_64_wide_where_the_matter_has_none()
    {
        await using var province = await Province.StartAsync();
        var row = SampleRows.Of("up_pro_accept").With("task_code", SampleMatters.CodeWithoutLocal).With("catalog_code", "990100002000").With("task_version", 1);

        Assert.Equal(1, (await province.PushAsync("up_pro_accept", row.With("local_task_code", new string('1', 64)))).Code);
        Assert.Equal(["a-1 E0204"], (await province.PushAsync("up_pro_accept", row.With("local_task_code", new string('1', 65)))).Errors);
    }

    [Fact]
    public async Task Of_several_defects_the_first_in_the_order_of_checks_is_named()
    {
        await using var province = await Province.StartAsync();
        var row = SampleRows.Of("up_pro_accept").With("task_code", "unknown").With("apply_date", "2027-01-01 00:00:00").With("applyer_page_code", "1").With("apply_type", "x");

        Assert.Equal(["a-1 E0203"], (await province.PushAsync("up_pro_accept", row.With("org_name", null))).Errors);
        Assert.Equal(["a-1 E0204"], (await province.PushAsync("up_pro_accept", row)).Errors);
        Assert.Equal(["a-1 E0205"], (await province.PushAsync("up_pro_accept", row = row.With("apply_type", "1"))).Errors);
        Assert.Equal(["a-1 E0206"], (await province.PushAsync("up_pro_accept", row = row.With("applyer_page_code", SampleRows.CitizenId))).Errors);
        Assert.Equal(["a-1 E0201"], (await province.PushAsync("up_pro_accept", row = row.With("apply_date", "2026-11-20 09:00:00"))).Errors);
        Assert.Equal(["a-1 E0104"], (await province.PushAsync("up_pro_accept", row.With("cd_operation", "U"))).Errors);
    }

    [Fact]
    public async Task A_refusal_names_the_column_and_never_its_value()
    {
        await using var province = await Province.StartAsync();

        var answer = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept").With("applyer_page_code", "990001187001010016"));

        Assert.Contains("applyer_page_code", answer.Texts.Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("990001187001010016", answer.Texts.Single(), StringComparison.Ordinal);
    }
}
