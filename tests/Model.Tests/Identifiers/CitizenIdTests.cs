using ServiceHall.Model.Identifiers;
using ServiceHall.Model.Tests.Divisions;
using ServiceHall.Tests;
using Xunit.Abstractions;

namespace ServiceHall.Model.Tests.Identifiers;

public sealed class CitizenIdTests(ITestOutputHelper output)
{
    private const string Valid = "21090318800910352X";

    private static readonly DateOnly Today = new(2026, 7, 1);

    [ReferenceDataFact]
    public void Every_synthetic_number_is_valid()
    {
        foreach (var row in Vectors.Read("vectors", "citizen_id_synthetic_valid.csv", "number"))
        {
            Assert.Equal((row[0], null), (row[0], Rule(row[0])));
        }
    }

    [ReferenceDataFact]
    public void Every_invalid_number_fails_for_its_stated_reason()
    {
        foreach (var row in Vectors.Read("vectors", "citizen_id_invalid.csv", "number", "why"))
        {
            Assert.Equal((row[0], row[1], RuleFor(row[1])), (row[0], row[1], Rule(row[0])));
        }
    }

    [ReferenceDataFact]
    public void Of_the_malformed_numbers_just_those_that_may_be_normalised_become_valid()
    {
        var rows = Vectors.Read("vectors", "citizen_id_invalid.csv", "number", "why").Where(row => RuleFor(row[1]) == "identifier.format").ToList();

        var cured = rows.Where(row => Rule(IdentifierText.Normalise(row[0], out _)) is null).Select(row => row[1].Split(' ')[0]);

        Assert.Equal(["lowercase_x", "roman_numeral_ten_for_X", "trailing_tab"], cured.Order());
    }

    [ReferenceDataFact]
    public void The_full_width_number_is_read_after_folding_and_then_has_a_wrong_check_digit()
    {
        var row = Vectors.Read("vectors", "citizen_id_invalid.csv", "number", "why").Single(row => row[1] == "fullwidth");

        Assert.Equal("citizen-id.check-digit", Rule(IdentifierText.Normalise(row[0], out _)));
    }

    [Fact]
    public void A_valid_number_in_full_width_is_valid_after_folding()
    {
        var wide = string.Concat(Valid.Select(character => (char)(character + 0xFEE0)));

        Assert.Equal("identifier.format", Rule(wide));
        Assert.Null(Rule(IdentifierText.Normalise(wide, out _)));
    }

    [ReferenceDataFact]
    public void Every_old_number_is_valid_and_becomes_its_new_one()
    {
        foreach (var row in Vectors.Read("vectors", "citizen_id_15_to_18.csv", "old15", "new18"))
        {
            Assert.Null(CitizenId.Check15(row[0], SampleDivisions.WithFictionalCounties));
            Assert.Equal(row[1], CitizenId.Upgrade(row[0]));
            Assert.Null(Rule(row[1]));
        }
    }

    [Fact]
    public void Any_single_wrong_digit_is_called_a_wrong_check_digit()
    {
        var seeded = Seeded.Start(output);
        for (var round = 0; round < 2000; round++)
        {
            var number = AnyNumber(seeded.Random).ToCharArray();
            var at = seeded.Random.Next(17);
            number[at] = (char)('0' + ((number[at] - '0' + seeded.Random.Next(1, 10)) % 10));

            seeded.AssertEqual("citizen-id.check-digit", Rule(new string(number)), new string(number));
        }
    }

    [Fact]
    public void An_upgraded_number_is_valid_with_its_own_check_character_only()
    {
        var seeded = Seeded.Start(output);
        for (var round = 0; round < 500; round++)
        {
            var number = AnyNumber(seeded.Random);

            var valid = "0123456789X".Where(last => Rule(number[..17] + last) is null);

            seeded.AssertEqual(number[17..], string.Concat(valid), number);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("21090318800910352")]
    [InlineData("21090318800910352XX")]
    [InlineData("X1090318800910352X")]
    [InlineData("21090318800910352A")]
    [InlineData("2109031880０910352X")]
    [InlineData("210903٠8800910352X")]
    public void What_is_not_seventeen_digits_and_a_digit_or_X_is_malformed(string text) => Assert.Equal("identifier.format", Rule(text));

    [Fact]
    public void A_birth_today_is_valid_and_one_tomorrow_is_not()
    {
        var number = CitizenId.Upgrade("990001991231412")!;

        Assert.Equal("citizen-id.birth-date", CitizenId.Check(number, SampleDivisions.WithFictionalCounties, new DateOnly(1999, 12, 30))?.Rule);
        Assert.Null(CitizenId.Check(number, SampleDivisions.WithFictionalCounties, new DateOnly(1999, 12, 31)));
    }

    [Theory]
    [InlineData("990001040229412", null)]
    [InlineData("990001000229412", "citizen-id.birth-date")]
    [InlineData("110100600101412", "citizen-id.area")]
    [InlineData("99000160010141", "identifier.format")]
    [InlineData("9900016001014122", "identifier.format")]
    [InlineData("99000160010141X", "identifier.format")]
    public void An_old_number_is_checked_for_format_area_and_a_birth_in_the_1900s(string text, string? rule) =>
        Assert.Equal(rule, CitizenId.Check15(text, SampleDivisions.WithFictionalCounties)?.Rule);

    [Theory]
    [InlineData("")]
    [InlineData("99000160010141")]
    [InlineData("99000160010141X")]
    public void What_is_not_fifteen_digits_is_not_upgraded(string text) => Assert.Null(CitizenId.Upgrade(text));

    [Fact]
    public void No_message_repeats_any_part_of_the_number()
    {
        var faults = new[] { Valid[..17], Valid[..17] + "1", "110100187001010010", "511602187002300015", "511602209901010016" }
            .Select(number => CitizenId.Check(number, SampleDivisions.National, Today)!)
            .ToList();

        Assert.Equal(5, faults.Select(fault => fault.Message).Distinct().Count());
        Assert.All(faults, fault => Assert.DoesNotMatch("[0-9]{3}", fault.Message));
    }

    private static string? Rule(string text) => CitizenId.Check(text, SampleDivisions.WithFictionalCounties, Today)?.Rule;

    private static string AnyNumber(Random random)
    {
        var birth = new DateOnly(1900, 1, 1).AddDays(random.Next(36500));
        return CitizenId.Upgrade($"9900{random.Next(1, 100):00}{birth:yyMMdd}{random.Next(1000):000}")!;
    }

    private static string RuleFor(string why) => why.Split(':', ' ')[0] switch
    {
        "bad_check_digit" => "citizen-id.check-digit",
        "bad_birth_date" => "citizen-id.birth-date",
        "area" => "citizen-id.area",
        "length_17" or "length_19" or "letter_O" or "empty" or "text_for_none" or "fullwidth" or "lowercase_x" or "roman_numeral_ten_for_X"
            or "cyrillic_Ha_for_X" or "spaces" or "trailing_tab" or "masked" or "masked_birth" => "identifier.format",
        _ => throw new InvalidOperationException($"A reason these tests do not know: {why}"),
    };
}
