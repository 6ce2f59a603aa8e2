using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class UnprintableTextTests(OneHall one) : IClassFixture<OneHall>
{
    [Theory]
    [InlineData("title", """\u0000""", "text.control-character", "data.title")]
    [InlineData("title", """a\u0000b""", "text.control-character", "data.title")]
    [InlineData("title", """\uD800""", "text.encoding", "data.title")]
    [InlineData("title", """\uDC00\uD800""", "text.encoding", "data.title")]
    [InlineData("name", """\uD83D""", "text.encoding", "data.applicant.name")]
    [InlineData("address", """\u0007""", "text.control-character", "data.applicant.address")]
    public async Task A_text_that_nobody_can_hold_is_rejected_and_kept(string member, string text, string rule, string field)
    {
        var caseNo = $"text-{member}-{text.Replace("\\", "", StringComparison.Ordinal)}";
        var record = Samples.Accepted(caseNo);
        var holder = member == "title" ? record["data"]!.AsObject() : record["data"]!["applicant"]!.AsObject();
        holder[member] = "PUT-HERE";

        await IsRejectedAndReadableAsync(record.ToJsonString().Replace("PUT-HERE", text, StringComparison.Ordinal), rule, field);
    }

    [Theory]
    [InlineData("""\uD800""")]
    [InlineData("""\u0000""")]
    [InlineData("""\uD800epartment-is-longer""")]
    [InlineData("""dep\uD800artment-is-longer""")]
    [InlineData("""deleted\uD800""")]
    [InlineData("""vers\uD800ion-is-longer""")]
    [InlineData("""k\uD800ey""")]
    [InlineData("""type\uDC00""")]
    public async Task So_is_a_member_of_such_a_name_wherever_it_stands(string name)
    {
        var label = name.Replace("\\", "", StringComparison.Ordinal);
        var rule = name == """\u0000""" ? "text.control-character" : "text.encoding";
        var atRoot = Samples.Accepted($"name-root-{label}").ToJsonString();
        var inData = Samples.Accepted($"name-data-{label}");
        inData["data"]!["applicant"]!["PUT-HERE"] = 1;

        await IsRejectedAndReadableAsync($$"""{"{{name}}":1,{{atRoot[1..]}}""", rule, field: null);
        await IsRejectedAndReadableAsync(inData.ToJsonString().Replace("PUT-HERE", name, StringComparison.Ordinal), rule, field: null);
    }

    [Theory]
    [InlineData("""no-\u0000""", "text.control-character")]
    [InlineData("""no-\uD800""", "text.encoding")]
    public async Task So_is_a_case_number(string caseNo, string rule)
    {
        var record = Samples.Accepted("PUT-HERE").Keyed($"case-number-{rule}").ToJsonString().Replace("PUT-HERE", caseNo, StringComparison.Ordinal);

        await IsRejectedAndReadableAsync(record, rule, "caseNo");
    }

    [Theory]
    [InlineData("""key-\u0000""")]
    [InlineData("""key-\uD800""")]
    public async Task A_key_that_nobody_can_hold_is_rejected_and_not_kept(string key)
    {
        var before = one.Count("record");
        var record = Samples.Accepted("a-case-of-such-a-key").Keyed("PUT-HERE").ToJsonString().Replace("PUT-HERE", key, StringComparison.Ordinal);

        var answer = await PushAsync(record);

        Assert.Equal(["rejected"], answer.Verdicts);
        Assert.Null(answer.Results[0]["recordId"]);
        Assert.Equal(before, one.Count("record"));
    }

    [Fact]
    public async Task Nor_is_a_record_of_an_unspeakable_department()
    {
        var record = Samples.Accepted("a-case-of-such-a-department").ToJsonString();

        var answer = await PushAsync($$"""{"department":"m\uD800z","key":"\uDC00",{{record[(record.IndexOf(',', StringComparison.Ordinal) + 1)..]}}""");

        Assert.Equal(["caller.not-yours"], answer.Rules);
    }

    [Fact]
    public async Task A_name_beside_the_records_concerns_nobody()
    {
        var answer = await one.Hall.Client().PostAsync("/v1/records", $$"""{"\uD800ecords-is-longer":1,"records":[{{Samples.Accepted("beside").ToJsonString()}}]}""");

        Assert.True(answer.Status is 200 or 400, answer.ToString());
    }

    private async Task IsRejectedAndReadableAsync(string record, string rule, string? field)
    {
        var neighbour = Samples.Accepted($"neighbour-{Guid.NewGuid():N}").ToJsonString();
        var answer = await PushAsync(record, neighbour);

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(["rejected", "accepted"], answer.Verdicts);
        Assert.Equal(rule, answer.Rules[0]);
        Assert.True(field is null || field == (string?)answer.Results[0]["errors"]![0]!["field"], answer.ToString());
        var stored = await one.Hall.Client().GetAsync($"/v1/records/{(string)answer.Results[0]["recordId"]!}");
        Assert.True(stored.Status == 200, stored.ToString());
        Assert.Equal(("rejected", "quarantined"), ((string)stored.Json["verdict"]!, (string)stored.Json["state"]!));
        Assert.Equal(rule, (string?)stored.Json["errors"]![0]!["rule"]);
        Assert.Equal("duplicate", (await PushAsync(record)).Verdicts[0]);
    }

    private Task<Answer> PushAsync(params string[] records) => one.Hall.Client().PostAsync("/v1/records", $$"""{"records":[{{string.Join(',', records)}}]}""");
}
