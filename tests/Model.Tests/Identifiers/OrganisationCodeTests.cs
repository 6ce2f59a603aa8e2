using ServiceHall.Model.Identifiers;
using ServiceHall.Tests;

namespace ServiceHall.Model.Tests.Identifiers;

public sealed class OrganisationCodeTests
{
    [ReferenceDataFact]
    public void Every_valid_code_is_valid_with_and_without_hyphen_and_with_no_other_check_character()
    {
        foreach (var row in Vectors.Read("vectors", "orgcode9_valid.csv", "org_code", "with_hyphen"))
        {
            Assert.Null(OrganisationCode.Check(row[1]));

            var valid = "0123456789X".Where(last => OrganisationCode.Check(row[0][..8] + last) is null);
            Assert.Equal(row[0][8..], string.Concat(valid));
        }
    }

    [Theory]
    [InlineData("D2143569X", null)]
    [InlineData("D2143569-X", null)]
    [InlineData("D21435690", "org-code.check-digit")]
    [InlineData("D2143569-0", "org-code.check-digit")]
    [InlineData("", "identifier.format")]
    [InlineData("D2143569", "identifier.format")]
    [InlineData("D2143569XX", "identifier.format")]
    [InlineData("D214-3569X", "identifier.format")]
    [InlineData("D2143569--X", "identifier.format")]
    [InlineData("d2143569X", "identifier.format")]
    [InlineData("D2143569x", "identifier.format")]
    [InlineData("D2143569A", "identifier.format")]
    [InlineData("D２143569X", "identifier.format")]
    public void A_code_is_eight_capitals_or_digits_and_a_check_character(string text, string? rule) => Assert.Equal(rule, OrganisationCode.Check(text)?.Rule);
}
