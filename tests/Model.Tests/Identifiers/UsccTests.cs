using ServiceHall.Model.Identifiers;
using ServiceHall.Tests;
using Xunit.Abstractions;

namespace ServiceHall.Model.Tests.Identifiers;

public sealed class UsccTests(ITestOutputHelper output)
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    [ReferenceDataFact]
    public void Every_valid_code_is_valid_and_so_is_the_organisation_code_in_it()
    {
        foreach (var row in Vectors.Read("vectors", "uscc_valid.csv", "code", "registrar_digit", "class_digit", "area", "org_code"))
        {
            Assert.Equal((row[0], null), (row[0], Uscc.Check(row[0])?.Rule));
            Assert.Null(OrganisationCode.Check(row[4]));
        }
    }

    [ReferenceDataFact]
    public void Every_invalid_code_fails_for_its_stated_reason()
    {
        foreach (var row in Vectors.Read("vectors", "uscc_invalid.csv", "code", "why"))
        {
            Assert.Equal((row[0], row[1], RuleFor(row[1])), (row[0], row[1], Uscc.Check(row[0])?.Rule));
        }
    }

    [ReferenceDataFact]
    public void Of_the_malformed_codes_just_those_that_may_be_normalised_become_valid()
    {
        var rows = Vectors.Read("vectors", "uscc_invalid.csv", "code", "why");

        var cured = rows.Where(row => Uscc.Check(IdentifierText.Normalise(row[0], out _)) is null).Select(row => row[1]);

        Assert.Equal(["fullwidth_digits", "leading_space", "lowercase", "real_malformed:lowercase"], cured.Order(StringComparer.Ordinal));
    }

    [ReferenceDataFact]
    public void Any_single_wrong_character_is_called_a_wrong_check_digit()
    {
        var seeded = Seeded.Start(output);
        var codes = Vectors.Read("vectors", "uscc_valid.csv", "code");
        for (var round = 0; round < 2000; round++)
        {
            var code = codes[seeded.Random.Next(codes.Count)][0].ToCharArray();
            var at = seeded.Random.Next(code.Length);
            code[at] = Alphabet[(Alphabet.IndexOf(code[at]) + seeded.Random.Next(1, Alphabet.Length)) % Alphabet.Length];

            seeded.AssertEqual("uscc.check-digit", Uscc.Check(new string(code))?.Rule, new string(code));
        }
    }

    [Fact]
    public void The_example_of_the_standard_is_valid() => Assert.Null(Uscc.Check("91350100M000100Y43"));

    [Fact]
    public void Counting_to_eighteen_is_no_code_although_its_last_digit_fits() => Assert.Equal("uscc.check-digit", Uscc.Check("123456789012345678")?.Rule);

    [Theory]
    [InlineData("")]
    [InlineData("9135010IM000100Y43")]
    [InlineData("9135010OM000100Y43")]
    [InlineData("9135010SM000100Y43")]
    [InlineData("9135010VM000100Y43")]
    [InlineData("9135010ZM000100Y43")]
    [InlineData("91350100-000100Y43")]
    public void A_character_outside_the_alphabet_is_a_format_fault(string text) => Assert.Equal("identifier.format", Uscc.Check(text)?.Rule);

    [Theory]
    [InlineData("91350100M000100Y4")]
    [InlineData("91350100M000100Y44")]
    public void No_message_repeats_any_part_of_the_code(string text) => Assert.DoesNotMatch("[0-9]{3}", Uscc.Check(text)!.Message);

    private static string RuleFor(string why) => why.Split('(', ';')[0] switch
    {
        "published_but_fails_check" or "not_a_code" or "one_char_changed" or "neighbours_swapped"
            or "real_malformed:bad_check_or_alphabet" => "uscc.check-digit",
        "lowercase" or "fullwidth_digits" or "leading_space" or "zero_width_space" or "length_17" or "length_19" or "letter_O_for_zero" or "letter_I"
            or "cyrillic_Ze_for_3" or "real_malformed:not_18_chars" or "real_malformed:one_zero_dropped" or "real_malformed:old_9_char_organisation_code"
            or "real_malformed:lowercase" => "identifier.format",
        _ => throw new InvalidOperationException($"A reason these tests do not know: {why}"),
    };
}
