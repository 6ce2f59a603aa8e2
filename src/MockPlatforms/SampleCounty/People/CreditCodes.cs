namespace ServiceHall.MockPlatforms.SampleCounty.People;

/// <summary>Unified social credit codes (GB 32100) of area 990001, with the organisation code (GB 11714) inside them.</summary>
internal static class CreditCodes
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly int[] OrganisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <param name="registry">Who registered it and what it is, two characters: 11 an agency, 91 a firm, 51 an association.</param>
    /// <param name="body">The organisation code without its check digit, eight characters.</param>
    public static string Of(string registry, string body)
    {
        var front = registry + "990001" + body + OrganisationCheck(body);
        var sum = front.Select((sign, at) => Alphabet.IndexOf(sign) * Weights[at]).Sum();
        return front + Alphabet[(31 - (sum % 31)) % 31];
    }

    public static string Make(string registry, Dice dice) =>
        Of(registry, "99" + string.Concat(Enumerable.Range(0, 6).Select(_ => Alphabet[dice.Between(0, 30)])));

    /// <summary>The same code with a last sign that is not its own.</summary>
    public static string Spoil(string code) => code[..17] + Alphabet[(Alphabet.IndexOf(code[17]) + 1) % 31];

    private static char OrganisationCheck(string body)
    {
        var sum = body.Select((sign, at) => (char.IsDigit(sign) ? sign - '0' : sign - 'A' + 10) * OrganisationWeights[at]).Sum();
        return "0123456789X"[(11 - (sum % 11)) % 11];
    }
}
