using System.Text;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>
/// Text as PostgreSQL can hold it: without U+0000, without halves of characters. Records that say such things are rejected by their rules, and still kept
/// and looked up by.
/// </summary>
internal static class PostgresText
{
    /// <summary>The same text, with a replacement character for each that can't be held.</summary>
    public static string Storable(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var storable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            storable.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return storable.ToString();
    }
}
