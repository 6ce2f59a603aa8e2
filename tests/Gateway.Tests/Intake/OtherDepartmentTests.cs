using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class OtherDepartmentTests(OneHall one) : IClassFixture<OneHall>
{
    [Fact]
    public async Task A_record_of_another_department_is_not_kept_and_its_neighbours_are_taken()
    {
        var before = one.Count("record");
        var foreign = Samples.Accepted("other-2");
        foreign["department"] = "rs";

        var answer = await one.Hall.Client().PushAsync(Samples.Accepted("other-1"), foreign, Samples.Accepted("other-3"));

        Assert.Equal(["accepted", "rejected", "accepted"], answer.Verdicts);
        Assert.Equal(["other-1/accepted", "other-2/accepted", "other-3/accepted"], answer.Results.Select(result => (string?)result["key"]));
        Assert.Equal("caller.not-yours", answer.Rules[1]);
        Assert.Null(answer.Results[1]["recordId"]);
        Assert.Equal(before + 2, one.Count("record"));
    }

    [Fact]
    public async Task Who_speaks_for_several_must_say_for_which()
    {
        var before = one.Count("record");
        var named = Samples.Accepted("several-2");
        named["department"] = "mz";
        var nothing = Samples.Accepted("several-3");
        nothing["department"] = null;

        var answer = await one.Hall.Client("window").PushAsync(Samples.Accepted("several-1"), named, nothing);

        Assert.Equal(["rejected", "accepted", "rejected"], answer.Verdicts);
        Assert.Equal(["field.required", null, "field.required"], answer.Rules);
        Assert.Equal("department", (string?)answer.Results[0]["errors"]![0]!["field"]);
        Assert.Equal(before + 1, one.Count("record"));
    }

    [Fact]
    public async Task A_department_that_is_no_text_is_nobodys()
    {
        var record = Samples.Accepted("odd-department");
        record["department"] = 7;

        var answer = await one.Hall.Client().PushAsync(record);

        Assert.Equal(["caller.not-yours"], answer.Rules);
    }

    [Theory]
    [InlineData(null, "field.required")]
    [InlineData("", "field.required")]
    [InlineData(5, "field.type")]
    public async Task A_record_without_a_key_is_answered_and_not_kept(object? key, string rule)
    {
        var before = one.Count("record");
        var record = Samples.Accepted("no-key");
        record["key"] = key switch { int number => number, string text => text, _ => null };

        var answer = await one.Hall.Client().PushAsync(record, Samples.Accepted($"beside-no-key-{key ?? "null"}-{rule}"));

        Assert.Equal(["rejected", "accepted"], answer.Verdicts);
        Assert.Equal(rule, answer.Rules[0]);
        Assert.Equal(before + 1, one.Count("record"));
    }

    [Fact]
    public async Task A_key_has_at_most_two_hundred_characters_counted_as_people_count_them()
    {
        var longest = string.Concat(Enumerable.Repeat("𠮷", 200));

        var answer = await one.Hall.Client().PushAsync(Samples.Accepted("long-1").Keyed(longest), Samples.Accepted("long-2").Keyed(longest + "x"));

        Assert.Equal(["accepted", "rejected"], answer.Verdicts);
        Assert.Equal("key.length", answer.Rules[1]);
        Assert.Null(answer.Results[1]["recordId"]);
    }
}
