namespace ServiceHall.Model.Identifiers;

/// <summary>What may be changed in an identifier before it is checked, and is then reported as a warning.</summary>
public static class IdentifierText
{
    private const char FullWidthFirst = '\uFF01';
    private const char FullWidthLast = '\uFF5E';
    private const int FullWidthDistance = FullWidthFirst - '!';

    /// <summary>
    /// In this order: the full-width forms U+FF01 to U+FF5E become their ASCII characters, the ideographic space U+3000 a space, the roman tens U+2169
    /// and U+2179 the letter X; white space at both ends goes (all that Unicode calls so, such as tabs and U+00A0); letters become capitals by the
    /// invariant culture. Nothing else: spaces inside, zero-width characters, masks, other compatibility forms and the Cyrillic Х, which only
    /// looks like an X, stay and fail the check, because guessing what was meant would be a silent repair.
    /// </summary>
    /// <remarks>Not <c>string.Normalize</c>: without ICU, which the product does not need, it changes nothing and does not say so.</remarks>
    public static string Normalise(string text, out bool changed)
    {
        var normal = string.Create(text.Length, text, static (folded, original) =>
        {
            for (var index = 0; index < folded.Length; index++)
            {
                folded[index] = Fold(original[index]);
            }
        }).Trim().ToUpperInvariant();
        changed = !string.Equals(normal, text, StringComparison.Ordinal);
        return changed ? normal : text;
    }

    private static char Fold(char character) => character switch
    {
        >= FullWidthFirst and <= FullWidthLast => (char)(character - FullWidthDistance),
        '\u3000' => ' ',
        '\u2169' or '\u2179' => 'X',
        _ => character,
    };
}
