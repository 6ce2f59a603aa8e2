namespace ServiceHall.Model.Identifiers;

/// <summary>
/// 统一社会信用代码, GB 32100-2015: registrar, class, 6 of area, 9 of organisation code, a check character. Strict, as <see cref="CitizenId"/>.
/// The area is not looked up: it is where the body was registered, once, and valid codes carry retired areas, development zones and the nation's 100000.
/// </summary>
public static class Uscc
{
    /// <summary>How long every credit code is.</summary>
    internal const int Length = 18;

    private const int Modulus = 31;

    private static readonly IdentifierFault Malformed = IdentifierFault.Format("统一社会信用代码应为18位数字或大写字母，且不含字母I、O、S、V、Z");
    private static readonly IdentifierFault WrongCheckDigit = new("uscc.check-digit", "统一社会信用代码的校验码不符，请核对是否录错");

    /// <summary>
    /// Null for a valid code; else its first fault. <c>identifier.format</c>: not 18 characters of the alphabet. <c>uscc.check-digit</c>: the last
    /// character does not fit, or that of the organisation code inside does not, which tells 123456789012345678 from a code.
    /// </summary>
    public static IdentifierFault? Check(string text)
    {
        if (!HasShape(text))
        {
            return Malformed;
        }

        return text[17] == CheckCharacter(text.AsSpan(0, 17)) && OrganisationCode.HasRightCheckDigit(text.AsSpan(8, 9)) ? null : WrongCheckDigit;
    }

    internal static bool HasShape(ReadOnlySpan<char> text) => text.Length == Length && text.IsCreditCode();

    private static char CheckCharacter(ReadOnlySpan<char> body)
    {
        var (sum, weight) = (0, 1);
        foreach (var character in body)
        {
            sum += Alphabet.CreditCode.IndexOf(character) * weight;
            weight = weight * 3 % Modulus;
        }

        return Alphabet.CreditCode[(Modulus - (sum % Modulus)) % Modulus];
    }
}
