using System.Globalization;
using ServiceHall.Model.Divisions;

namespace ServiceHall.Model.Identifiers;

/// <summary>
/// 公民身份号码, GB 11643-1999: 6 digits of area, 8 of birth, 3 of order, a check character. Strict: nothing is folded or trimmed here, so a small x,
/// full-width digits, a look-alike letter or a space are format faults; see <see cref="IdentifierText"/>.
/// </summary>
public static class CitizenId
{
    private const string CheckCharacters = "10X98765432";

    private static readonly IdentifierFault Malformed = IdentifierFault.Format("公民身份号码应为18位：前17位为数字，末位为数字或大写字母X");
    private static readonly IdentifierFault OldMalformed = IdentifierFault.Format("第一代公民身份号码应为15位数字");
    private static readonly IdentifierFault WrongCheckDigit = new("citizen-id.check-digit", "公民身份号码的校验码不符，请核对是否录错");
    private static readonly IdentifierFault UnknownArea = new("citizen-id.area", "公民身份号码的前6位不是县级行政区划代码");
    private static readonly IdentifierFault NoSuchDay = new("citizen-id.birth-date", "公民身份号码中的出生日期不存在");
    private static readonly IdentifierFault BornLater = new("citizen-id.birth-date", "公民身份号码中的出生日期晚于今天");

    // ISO 7064 MOD 11-2: powers of two modulo 11.
    private static ReadOnlySpan<int> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>
    /// Null for a valid number; else its first fault in the order format, check digit, area, birth date. The check digit comes before area and date
    /// because it catches every single wrong digit: a slip of the hand anywhere is called a slip, not an unknown county.
    /// There is no earliest birth; a birth on <paramref name="today"/>, the day in the hall, is valid, one after it is not.
    /// </summary>
    public static IdentifierFault? Check(string text, DivisionTable divisions, DateOnly today)
    {
        if (text.Length != 18 || !text.AsSpan(0, 17).IsDigits() || text[17] is not ('X' or (>= '0' and <= '9')))
        {
            return Malformed;
        }

        if (text[17] != CheckCharacter(text.AsSpan(0, 17)))
        {
            return WrongCheckDigit;
        }

        return divisions.MayHoldCitizens(text[..6]) ? CheckBirth(text.AsSpan(6, 8), today) : UnknownArea;
    }

    /// <summary>The same for a number of 15 digits, issued until 1999: the year has two digits, of the 1900s, and there is no check digit.</summary>
    public static IdentifierFault? Check15(string text, DivisionTable divisions)
    {
        if (Upgrade(text) is not { } number)
        {
            return OldMalformed;
        }

        return divisions.MayHoldCitizens(number[..6]) ? CheckBirth(number.AsSpan(6, 8), DateOnly.MaxValue) : UnknownArea;
    }

    /// <summary>
    /// The 18 digits of an old number: 19 before the year, the check character at the end. Null where it is not 15 ASCII digits; area and date are not
    /// checked. Orders 996 to 999, once kept for people born before 1900, get 19 too: none of them is left.
    /// </summary>
    public static string? Upgrade(string old15)
    {
        if (old15.Length != 15 || !old15.AsSpan().IsDigits())
        {
            return null;
        }

        var body = $"{old15[..6]}19{old15[6..]}";
        return body + CheckCharacter(body);
    }

    private static char CheckCharacter(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var index = 0; index < body.Length; index++)
        {
            sum += (body[index] - '0') * Weights[index];
        }

        return CheckCharacters[sum % CheckCharacters.Length];
    }

    private static IdentifierFault? CheckBirth(ReadOnlySpan<char> text, DateOnly today)
    {
        if (!DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth))
        {
            return NoSuchDay;
        }

        return birth > today ? BornLater : null;
    }
}
