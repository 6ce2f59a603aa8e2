using System.Net;
using System.Text;
using System.Text.Json;

namespace ServiceHall.MockPlatforms.Tests.OneWindow;

public sealed class EnvelopeTests
{
    private static readonly string Row = JsonSerializer.Serialize(SampleRows.Of("up_pro_accept"));

    public static TheoryData<string> Malformed => new()
    {
        "",
        "null",
        "[]",
        "{}",
        $$"""{"rows":[{{Row}}]}""",
        """{"batch":"B"}""",
        """{"batch":"B","rows":[]}""",
        """{"batch":"B","rows":{}}""",
        """{"batch":"B","rows":[1]}""",
        """{"batch":"B","rows":[null]}""",
        $$"""{"batch":"","rows":[{{Row}}]}""",
        $$"""{"batch":null,"rows":[{{Row}}]}""",
        $$"""{"batch":7,"rows":[{{Row}}]}""",
        $$"""{"batch":"123456789012345678901234567890123","rows":[{{Row}}]}""",
        $$"""{"batch":"B","batch":"B","rows":[{{Row}}]}""",
        $$"""{"batch":"B","rows":[{{Row}}],"rows":[{{Row}}]}""",
        $$"""{"batch":"B","rows":[{{Row}}],"more":1}""",
        $$"""{"batch":"B","rows":[{{Row}}]""",
        $$"""{"batch":"B","rows":[{{Row}}]} {}""",
        $$"""{"batch":"B","rows":[{{Row}}],}""",
        """{"batch":"B","rows":[{"row_guid":"a","row_guid":"b"}]}""",
        """{"batch":"B","rows":[{"row_guid":"\ud800"}]}""",
        "\uFEFF" + $$"""{"batch":"B","rows":[{{Row}}]}""",
        $$"""{"batch":"B","rows":[{{string.Join(',', Enumerable.Repeat(Row, 101))}}]}""",
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_not_an_envelope_is_400_and_nothing_of_it_is_judged(string body)
    {
        await using var province = await Province.StartAsync();

        using var response = await province.PostAsync("up_pro_accept", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"status\":{\"code\":400", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await province.JournalAsync());
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_400()
    {
        await using var province = await Province.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/exchange/v1/up_pro_accept");
        request.Content = new ByteArrayContent([.. """{"batch":"B","rows":[{"row_guid":" """u8, 0xB0, 0xA1, .. "\"}]}"u8]);
        Province.Sign(request, TimeProvider.System.GetUtcNow(), "n");

        using var response = await province.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("up_pro_other")]
    [InlineData("UP_PRO_ACCEPT")]
    [InlineData("counts")]
    public async Task An_unknown_table_is_400(string table)
    {
        await using var province = await Province.StartAsync();

        using var response = await province.PostAsync(table, $$"""{"batch":"B","rows":[{{Row}}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_hundred_rows_and_a_name_of_32_characters_are_taken()
    {
        await using var province = await Province.StartAsync();
        var rows = Enumerable.Range(0, 100).Select(i => SampleRows.Accept($"a-{i}", $"P-{i}").As("I"));

        using var response = await province.PostAsync("up_pro_accept", JsonSerializer.Serialize(new { rows, batch = string.Concat(Enumerable.Repeat("𠮷", 32)) }));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(100, (await province.CountOfAsync("up_pro_accept")).GetProperty("live").GetInt32());
    }

    [Fact]
    public async Task A_row_may_be_larger_than_what_is_read_at_once()
    {
        await using var province = await Province.StartAsync();
        var rows = Enumerable.Range(0, 100).Select(i => SampleRows.Accept($"a-{i}", $"P-{i}").With("address", new string('长', 1000)).As("I"));
        var body = JsonSerializer.Serialize(new { batch = "B", rows });

        using var response = await province.PostAsync("up_pro_accept", body);

        Assert.True(Encoding.UTF8.GetByteCount(body) > 400_000);
        Assert.Equal(100, (await province.CountOfAsync("up_pro_accept")).GetProperty("taken").GetInt32());
        Assert.Equal(new string('长', 1000), (await province.ReadAsync("/exchange/v1/up_pro_accept/a-99")).GetProperty("row").GetProperty("address").GetString());
    }
}
