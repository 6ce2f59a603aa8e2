using System.Buffers;

namespace ServiceHall.Model.Identifiers;

/// <summary>The characters that codes are made of, all ASCII.</summary>
internal static class Alphabet
{
    /// <summary>GB 32100: no I, O, S, V, Z. A character's place is its value.</summary>
    public const string CreditCode = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly SearchValues<char> CreditCodeSet = SearchValues.Create(CreditCode);
    private static readonly SearchValues<char> CapitalsAndDigits = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static bool IsCreditCode(this ReadOnlySpan<char> text) => !text.ContainsAnyExcept(CreditCodeSet);

    public static bool IsCapitalsAndDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExcept(CapitalsAndDigits);

    public static bool IsDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
