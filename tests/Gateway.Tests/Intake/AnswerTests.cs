using System.Text.RegularExpressions;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class AnswerTests(OneHall one) : IClassFixture<OneHall>
{
    [Fact]
    public async Task The_gateways_number_is_division_day_and_ten_digits_and_the_same_for_the_whole_case()
    {
        var answer = await one.Hall.Client().PushAsync(Samples.Accepted("number-1"), Samples.Step("number-1"), Samples.Accepted("number-2"));

        var numbers = answer.Results.Select(result => (string)result["gatewayCaseNo"]!).ToList();
        Assert.All(numbers, number => Assert.Matches(new Regex("^99000120260615[0-9]{10}$", RegexOptions.None, TimeSpan.FromSeconds(1)), number));
        Assert.Equal(numbers[0], numbers[1]);
        Assert.NotEqual(numbers[0], numbers[2]);
    }

    [Fact]
    public async Task Results_stand_in_the_order_of_the_records()
    {
        const int seed = 20260615;
        var random = new Random(seed);
        var numbers = Enumerable.Range(0, 1000).ToArray();
        random.Shuffle(numbers);
        var records = numbers.Select(i => i % 3 == 0 ? Samples.Step($"order-{i}") : Samples.Accepted($"order-{i}")).ToList();

        var answer = await one.Hall.Client().PushAsync(records);

        Assert.True(records.Select(record => (string)record["key"]!).SequenceEqual(answer.Results.Select(result => (string)result["key"]!)), $"seed {seed}");
        Assert.True(numbers.Select(i => i % 3 == 0 ? "parked" : "accepted").SequenceEqual(answer.Verdicts), $"seed {seed}");
    }

    [Fact]
    public async Task Records_of_one_call_see_those_before_them()
    {
        var answer = await one.Hall.Client().PushAsync(Samples.Step("sees-1"), Samples.Accepted("sees-1"), Samples.Step("sees-1", "step-2"));

        Assert.Equal(["parked", "accepted", "accepted"], answer.Verdicts);
    }

    [Fact]
    public async Task A_rejected_record_makes_no_case()
    {
        await one.Hall.Client().PushAsync(Samples.Accepted("no-case").WithData("channel", "pigeon"));

        Assert.Equal("caller.no-such-case", (await one.Hall.Client().GetAsync("/v1/cases?no=no-case")).Code);
    }

    [Fact]
    public async Task Two_departments_may_use_one_number_for_two_cases()
    {
        var mz = await one.Hall.Client().PushAsync(Samples.Accepted("two-departments"));
        var rs = await one.Hall.Client("rs").PushAsync(Samples.Accepted("two-departments"));

        Assert.Equal(["accepted"], rs.Verdicts);
        Assert.NotEqual((string?)mz.Results[0]["gatewayCaseNo"], (string?)rs.Results[0]["gatewayCaseNo"]);
    }
}
