namespace ServiceHall.Model.Identifiers;

/// <summary>组织机构代码, GB 11714: 8 digits or capitals and a check character, with or without a hyphen before it. Strict, as <see cref="CitizenId"/>.</summary>
public static class OrganisationCode
{
    private const string CheckCharacters = "0123456789X";

    private static readonly IdentifierFault Malformed = IdentifierFault.Format("组织机构代码应为9位：前8位为数字或大写字母，末位为数字或大写字母X");
    private static readonly IdentifierFault WrongCheckDigit = new("org-code.check-digit", "组织机构代码的校验码不符，请核对是否录错");

    private static ReadOnlySpan<int> Weights => [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Null for a valid code; else its first fault in the order format, check digit.</summary>
    public static IdentifierFault? Check(string text)
    {
        var code = text is [_, _, _, _, _, _, _, _, '-', _] ? text.Remove(8, 1) : text;
        if (code.Length != 9 || !code.AsSpan(0, 8).IsCapitalsAndDigits() || !CheckCharacters.Contains(code[8]))
        {
            return Malformed;
        }

        return HasRightCheckDigit(code) ? null : WrongCheckDigit;
    }

    /// <summary>Whether the ninth of nine digits or capitals is what the other eight ask for.</summary>
    internal static bool HasRightCheckDigit(ReadOnlySpan<char> code)
    {
        var sum = 0;
        for (var index = 0; index < Weights.Length; index++)
        {
            sum += ValueOf(code[index]) * Weights[index];
        }

        return code[8] == CheckCharacters[(11 - (sum % 11)) % 11];
    }

    // A is 10 and Z 35, without the gaps of the credit code's alphabet.
    private static int ValueOf(char character) => character <= '9' ? character - '0' : character - 'A' + 10;
}
