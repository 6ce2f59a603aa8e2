using ServiceHall.Gateway.Status;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Tests.Status;

public sealed class MaskTests
{
    [Theory]
    [InlineData("示例甲", "示*")]
    [InlineData("示例", "示*")]
    [InlineData("示", "示")]
    [InlineData("𠮷田示例", "𠮷*")]
    [InlineData("𠮷", "𠮷")]
    [InlineData("Shi Li", "S*")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void A_name_keeps_its_first_character(string? name, string? masked) => Assert.Equal(masked, Mask.Name(name));

    [Theory]
    [InlineData("990001197001010014", "990***********0014")]
    [InlineData("10012345678", "100****5678")]
    [InlineData("12345678", "123*5678")]
    [InlineData("1234567", "*******")]
    [InlineData("1", "*")]
    [InlineData(null, null)]
    public void A_number_keeps_three_and_four_and_is_hidden_where_little_else_would_be_left(string? number, string? masked) => Assert.Equal(masked, Mask.Number(number));

    [Theory]
    [InlineData("示例省示例市示例县示例街道1号", "示例省示例市示例县*")]
    [InlineData("示例市示例区某小区3栋", "示例市示例区*")]
    [InlineData("示例自治区示例市示例旗某路", "示例自治区示例市示例旗*")]
    [InlineData("示例市某路1号", "示例市*")]
    [InlineData("示例市某菜市场", "示例市*")]
    [InlineData("某小区3栋", "*")]
    [InlineData("区", "*")]
    [InlineData("某路1号", "*")]
    [InlineData("", "")]
    public void An_address_keeps_its_division(string address, string masked) => Assert.Equal(masked, Mask.Address(address));

    [Theory]
    [InlineData("enterprise", "uscc", "示例有限公司", "91990001MA00000000")]
    [InlineData("agency", "orgCode", "示例局", "123456788")]
    [InlineData("enterprise", "citizenId", "示*", "990***********0014")]
    [InlineData("person", "uscc", "示*", "919***********0000")]
    [InlineData("other", "other", "示*", "123**6788")]
    public void Only_a_firm_under_its_own_code_is_shown(string type, string idType, string name, string number)
    {
        var sent = number.Contains('*', StringComparison.Ordinal) ? number switch { "990***********0014" => "990001197001010014", "123**6788" => "123456788", _ => "91990001MA00000000" } : number;
        var applicant = new Applicant { Type = type, IdType = idType, Name = name.EndsWith('*') ? "示例甲" : name, IdNumber = sent };

        Assert.Equal((name, number), Mask.Of(applicant));
    }
}
