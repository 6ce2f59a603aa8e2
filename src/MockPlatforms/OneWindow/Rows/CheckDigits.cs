namespace ServiceHall.MockPlatforms.OneWindow.Rows;

/// <summary>The check characters of the three kinds of numbers. Capitals only, as the standards print them.</summary>
internal static class CheckDigits
{
    private static ReadOnlySpan<byte> CreditAlphabet => "0123456789ABCDEFGHJKLMNPQRTUWXY"u8;

    private static ReadOnlySpan<int> CreditWeights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private static ReadOnlySpan<int> CitizenWeights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private static ReadOnlySpan<int> OrganisationWeights => [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>公民身份号码, GB 11643-1999: 17 digits and one of 10X98765432.</summary>
    public static bool IsCitizenId(ReadOnlySpan<byte> number) =>
        number.Length == 18 && Sum(number[..17], "0123456789"u8, CitizenWeights) is var sum and >= 0 && number[17] == "10X98765432"u8[sum % 11];

    /// <summary>统一社会信用代码, GB 32100-2015: 17 of an alphabet without I, O, S, V, Z, and a check character of it.</summary>
    public static bool IsCreditCode(ReadOnlySpan<byte> code) =>
        code.Length == 18 && Sum(code[..17], CreditAlphabet, CreditWeights) is var sum and >= 0 && code[17] == CreditAlphabet[(31 - (sum % 31)) % 31];

    /// <summary>组织机构代码, GB 11714-1997: 8 digits or capitals and a check character, with the hyphen between them or without.</summary>
    public static bool IsOrganisationCode(ReadOnlySpan<byte> code) =>
        (code.Length == 9 || (code.Length == 10 && code[8] == '-'))
        && Sum(code[..8], "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8, OrganisationWeights) is var sum and >= 0
        && code[^1] == "0X987654321"u8[sum % 11];

    /// <summary>The weighted sum of the characters' places in the alphabet, or -1 where one is not in it.</summary>
    private static int Sum(ReadOnlySpan<byte> characters, ReadOnlySpan<byte> alphabet, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < characters.Length; i++)
        {
            var place = alphabet.IndexOf(characters[i]);
            if (place < 0)
            {
                return -1;
            }

            sum += place * weights[i];
        }

        return sum;
    }
}
