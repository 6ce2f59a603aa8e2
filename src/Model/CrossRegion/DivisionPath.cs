namespace ServiceHall.Model.CrossRegion;

/// <summary>
/// A division among those it lies in, by its digits alone: a village (村) has 12, a town (镇街) 9, a county 6, a city the first 4, a province the first 2, and the whole
/// country none. Zeros that only fill a shorter code up (<c>371300</c>, <c>371302001000</c>) are not part of it.
/// </summary>
public static class DivisionPath
{
    private static readonly int[] Levels = [9, 6, 4, 2, 0];

    /// <summary>Whether it is a code: 6 to 12 digits.</summary>
    public static bool IsCode(string code) => code.Length is >= 6 and <= 12 && code.All(char.IsAsciiDigit);

    /// <summary>The digits that say something of a code of 6 to 12.</summary>
    public static string Bare(string code)
    {
        var bare = code;
        foreach (var level in Levels)
        {
            if (bare.Length > level && bare.AsSpan(level).ContainsAnyExcept('0'))
            {
                break;
            }

            bare = bare.Length > level ? bare[..level] : bare;
        }

        return bare;
    }

    /// <summary>The bare code as a code again, of 6 digits at least; empty for the whole country.</summary>
    public static string Code(string bare) => bare.Length is > 0 and < 6 ? bare.PadRight(6, '0') : bare;

    /// <summary>It and what it lies in, the deepest first, the whole country last.</summary>
    public static List<string> Up(string bare)
    {
        List<string> path = new(7) { bare };
        foreach (var level in Levels)
        {
            if (bare.Length > level)
            {
                path.Add(Bare6(bare[..level]));
            }
        }

        return path;
    }

    // What is cut off behind a town may be a county without a name of its own: 东莞 is a city whose towns lie right in it (441900003).
    private static string Bare6(string cut) => cut.Length == 6 ? Bare(cut) : cut;
}
