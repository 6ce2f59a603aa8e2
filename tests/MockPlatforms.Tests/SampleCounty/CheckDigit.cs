namespace ServiceHall.MockPlatforms.Tests.SampleCounty;

/// <summary>The three check digits worked out by Horner's scheme, without the tables of weights that the generator uses.</summary>
internal static class CheckDigit
{
    private const string CreditSigns = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>ISO 7064 MOD 11-2: the whole number is 1 modulo 11 when read in base 2.</summary>
    public static bool IsCitizen(string number) =>
        number.Length == 18 && number.Aggregate(0, (sum, sign) => (sum * 2) + (sign == 'X' ? 10 : sign - '0')) % 11 == 1;

    /// <summary>Read backwards in base 3, with the last sign added, the code is 0 modulo 31.</summary>
    public static bool IsCredit(string code) =>
        code.Length == 18 && code.All(CreditSigns.Contains)
        && (code[..17].Reverse().Aggregate(0, (sum, sign) => ((sum * 3) + CreditSigns.IndexOf(sign)) % 31) + CreditSigns.IndexOf(code[17])) % 31 == 0;

    /// <summary>Read in base 2, the nine signs are 0 modulo 11; X is ten only in the last place.</summary>
    public static bool IsOrganisation(string code)
    {
        var front = code[..8].Aggregate(0, (sum, sign) => (sum + (char.IsDigit(sign) ? sign - '0' : sign - 'A' + 10)) * 2);
        return code.Length == 9 && (front + (code[8] == 'X' ? 10 : code[8] - '0')) % 11 == 0;
    }
}
