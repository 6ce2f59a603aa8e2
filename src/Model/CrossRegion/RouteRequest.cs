using ServiceHall.Model.Identifiers;

namespace ServiceHall.Model.CrossRegion;

/// <summary>What a route is looked for.</summary>
/// <param name="MatterCode">The home division's own code, or null.</param>
/// <param name="CatalogCode">基本编码, or null: then that within a national matter code.</param>
/// <param name="MatterName">Its name, or null.</param>
/// <param name="Mode">A word of <see cref="Codes.Words.CrossRegionMode"/>.</param>
/// <param name="Home">属地, 6 to 12 digits.</param>
/// <param name="Receiving">收件地, 6 to 12 digits.</param>
/// <param name="Day">The day on which it is asked for.</param>
public sealed record RouteRequest(string? MatterCode, string? CatalogCode, string? MatterName, string Mode, string Home, string Receiving, DateOnly Day)
{
    private const int ImplementationLength = 31;

    /// <summary>By what the matter goes, the most exact first, every matter last.</summary>
    internal IEnumerable<(MatterNaming Naming, string Matter)> Names() => Names(MatterCode, CatalogCode, MatterName).Append((MatterNaming.Any, ""));

    /// <summary>The same of any matter; a handling item (业务办理项) goes by its matter too.</summary>
    internal static IEnumerable<(MatterNaming Naming, string Matter)> Names(string? code, string? catalogCode, string? name)
    {
        var parts = code is null ? null : Identifiers.MatterCode.Parse(code);
        if (code is not null)
        {
            yield return (MatterNaming.Code, code);
        }

        if (parts?.Kind == MatterCodeKind.HandlingItem)
        {
            yield return (MatterNaming.Code, code![..ImplementationLength]);
        }

        if ((catalogCode ?? parts?.CatalogCode) is { } catalog)
        {
            yield return (MatterNaming.CatalogCode, catalog);
        }

        if (name is not null)
        {
            yield return (MatterNaming.Name, name);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{MatterCode ?? CatalogCode ?? MatterName} {Mode} {Home} from {Receiving} on {Day:yyyy-MM-dd}";
}
