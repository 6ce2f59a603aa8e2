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

    /// <summary>By what the matter goes, the most exact first; a handling item (业务办理项) goes by its matter too.</summary>
    internal IEnumerable<(MatterNaming Naming, string Matter)> Names()
    {
        var parts = MatterCode is null ? null : Identifiers.MatterCode.Parse(MatterCode);
        if (MatterCode is not null)
        {
            yield return (MatterNaming.Code, MatterCode);
        }

        if (parts?.Kind == MatterCodeKind.HandlingItem)
        {
            yield return (MatterNaming.Code, MatterCode![..ImplementationLength]);
        }

        if ((CatalogCode ?? parts?.CatalogCode) is { } catalog)
        {
            yield return (MatterNaming.CatalogCode, catalog);
        }

        if (MatterName is not null)
        {
            yield return (MatterNaming.Name, MatterName);
        }

        yield return (MatterNaming.Any, "");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{MatterCode ?? CatalogCode ?? MatterName} {Mode} {Home} from {Receiving} on {Day:yyyy-MM-dd}";
}
