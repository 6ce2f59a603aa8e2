using System.Text.Json;

namespace ServiceHall.MockPlatforms.Tests.OneWindow;

public sealed class RepeatTests
{
    public static TheoryData<string, string, object?> SameContent => new()
    {
        { "I", "cd_time", "2026-11-21 00:00:00" },
        { "I", "cd_batch", "another" },
        { "U", "cd_batch", "another" },
        { "I", "address", "" },
        { "I", "address", null },
        { "I", "task_version", "3" },
    };

    [Theory]
    [MemberData(nameof(SameContent))]
    public async Task The_same_content_again_is_taken_as_already_there(string operation, string column, object? value)
    {
        await using var province = await Province.StartAsync();
        var first = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));

        var again = await province.PushAsync("up_pro_accept", SampleRows.Accept().As(operation).With(column, value));

        Assert.Equal(1, again.Code);
        Assert.Equal("已存在", again.Rows.Single().GetProperty("text").GetString());
        Assert.Equal(first.Rows[0].GetProperty("receiptNo").GetString(), again.Rows[0].GetProperty("receiptNo").GetString());
        Assert.Equal(first.Rows[0].GetProperty("provincialCaseNo").GetString(), again.Rows[0].GetProperty("provincialCaseNo").GetString());
        Assert.False(first.Rows[0].TryGetProperty("text", out _));
    }

    [Theory]
    [InlineData("applyer_name", "别人")]
    [InlineData("data_source", "002")]
    [InlineData("address", "新址")]
    [InlineData("local_task_code", null)]
    public async Task Other_content_needs_a_correction(string column, object? value)
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));

        var inserted = await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept").With(column, value));
        var corrected = await province.PushAsync("up_pro_accept", SampleRows.Accept().As("U").With(column, value));

        Assert.Equal(["a-1 E0103"], inserted.Errors);
        Assert.Equal(["a-1"], corrected.Taken);
        Assert.Equal(value, (await RowAsync(province, "a-1")).GetValueOrDefault(column));
    }

    [Fact]
    public async Task Two_values_that_join_to_the_same_text_are_other_content()
    {
        await using var province = await Province.StartAsync();
        var row = SampleRows.Of("up_pro_accept");
        await province.PushAsync("up_pro_accept", row.With("contact_name", "ab").With("contact_type", null).With("legal", "c"));

        var answer = await province.PushAsync("up_pro_accept", row.With("contact_name", "b").With("contact_type", null).With("legal", "ca"));

        Assert.Equal(["a-1 E0103"], answer.Errors);
    }

    [Theory]
    [InlineData("U")]
    [InlineData("D")]
    public async Task An_unknown_row_can_neither_be_corrected_nor_deleted(string operation)
    {
        await using var province = await Province.StartAsync();

        Assert.Equal(["a-1 E0104"], (await province.PushAsync("up_pro_accept", SampleRows.Accept().As(operation))).Errors);
    }

    [Fact]
    public async Task A_deleted_row_can_be_deleted_again_and_corrected_but_not_inserted()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));

        Assert.Equal(["a-1"], (await province.PushAsync("up_pro_accept", SampleRows.Accept().As("D"))).Taken);
        Assert.Equal("D", (await RowAsync(province, "a-1"))["cd_operation"]);
        Assert.Equal("已存在", (await province.PushAsync("up_pro_accept", SampleRows.Accept().As("D"))).Rows.Single().GetProperty("text").GetString());
        Assert.Equal(["a-1 E0103"], (await province.PushAsync("up_pro_accept", SampleRows.Accept().As("I"))).Errors);
        Assert.Equal(["a-1"], (await province.PushAsync("up_pro_accept", SampleRows.Accept().As("U"))).Taken);
        Assert.Equal("U", (await RowAsync(province, "a-1"))["cd_operation"]);
    }

    [Fact]
    public async Task A_repeat_is_taken_even_when_its_acceptance_is_gone()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Of("up_pro_accept"));
        await province.PushAsync("up_pro_process", SampleRows.Of("up_pro_process"));
        await province.PushAsync("up_pro_accept", SampleRows.Accept().As("D"));

        Assert.Equal(1, (await province.PushAsync("up_pro_process", SampleRows.Of("up_pro_process"))).Code);
        Assert.Equal(["p-1 E0101"], (await province.PushAsync("up_pro_process", SampleRows.Process().As("U").With("remark", "更正"))).Errors);
    }

    [Fact]
    public async Task The_same_row_guid_in_two_tables_is_two_rows()
    {
        await using var province = await Province.StartAsync();
        await province.PushAsync("up_pro_accept", SampleRows.Accept("x").As("I"));

        Assert.Equal(["x"], (await province.PushAsync("up_pro_process", SampleRows.Process("x").As("I"))).Taken);
    }

    private static async Task<Dictionary<string, string>> RowAsync(Province province, string rowGuid)
    {
        var row = (await province.ReadAsync($"/exchange/v1/up_pro_accept/{rowGuid}")).GetProperty("row");
        return row.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.ValueKind == JsonValueKind.Number ? m.Value.GetRawText() : m.Value.GetString()!);
    }
}
