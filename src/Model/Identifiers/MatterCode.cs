namespace ServiceHall.Model.Identifiers;

/// <summary>Takes a matter's code apart. The national composition is derived from codes in use, so a code that differs is not wrong, only local.</summary>
public static class MatterCode
{
    private const int ImplementationLength = 31;
    private const int HandlingItemLength = 33;
    private const int CatalogStart = Uscc.Length + 1;
    private const int MaxLength = 64;

    /// <summary>
    /// 31 characters: 统一社会信用代码 18, 行使层级 1 to 7, 基本编码 12 digits or capitals. 33: the same and an order of 2 digits.
    /// Anything else of 1 to 64 code points is local, also one with white space. Null for nothing but white space and for more.
    /// Of the credit code only length and alphabet count: with a mistyped check character the code is still national, and
    /// <see cref="Uscc.Check"/> of the part says what is wrong with it, where calling it local would hide that.
    /// </summary>
    public static MatterCodeParts? Parse(string text) => text.Length switch
    {
        ImplementationLength when IsImplementation(text) => National(MatterCodeKind.Implementation, text, order: null),
        HandlingItemLength when IsImplementation(text.AsSpan(0, ImplementationLength)) && text.AsSpan(ImplementationLength).IsDigits() =>
            National(MatterCodeKind.HandlingItem, text, text[ImplementationLength..]),
        _ when string.IsNullOrWhiteSpace(text) || text.EnumerateRunes().Count() > MaxLength => null,
        _ => new MatterCodeParts(MatterCodeKind.Local, OrganisationCode: null, Level: null, CatalogCode: null, Order: null),
    };

    private static bool IsImplementation(ReadOnlySpan<char> text) =>
        Uscc.HasShape(text[..Uscc.Length]) && text[Uscc.Length] is >= '1' and <= '7' && text[CatalogStart..].IsCapitalsAndDigits();

    private static MatterCodeParts National(MatterCodeKind kind, string text, string? order) =>
        new(kind, text[..Uscc.Length], text[Uscc.Length] - '0', text[CatalogStart..ImplementationLength], order);
}

/// <summary>The parts of a matter's code; all but the kind are null for a local one, the order also for an implementation code.</summary>
/// <param name="Kind">Which composition the code has.</param>
/// <param name="OrganisationCode">The 统一社会信用代码 of the 实施主体, 18 characters, its check character not verified.</param>
/// <param name="Level">行使层级 by GB/T 39046 A.2: 1 national to 6 village, 7 shared.</param>
/// <param name="CatalogCode">基本编码, 12 characters.</param>
/// <param name="Order">The 业务办理项's order, 2 digits.</param>
public sealed record MatterCodeParts(MatterCodeKind Kind, string? OrganisationCode, int? Level, string? CatalogCode, string? Order);

/// <summary>Whose composition a matter's code has.</summary>
public enum MatterCodeKind
{
    /// <summary>实施编码, 31 characters.</summary>
    Implementation,

    /// <summary>业务办理项编码, 33 characters.</summary>
    HandlingItem,

    /// <summary>A code of the place: it must never be sent as a national one.</summary>
    Local,
}
