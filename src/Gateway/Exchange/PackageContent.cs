using System.Text.Json;
using ServiceHall.Adapters.Platforms.Transfer;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.CrossRegion;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.CrossRegion.Requests;

namespace ServiceHall.Gateway.Exchange;

/// <summary>What a package of ours says: the opening with what was said then, an act, or a receipt. The same number always says the same.</summary>
internal static class PackageContent
{
    public const string Application = "application";
    public const string Receipt = "receipt";
    private const int County = 6;

    /// <summary>The county at the transfer platform that a division belongs to.</summary>
    public static string CountyOf(string division) => division[..County];

    /// <summary>The package of a row.</summary>
    public static TransferPackage Of(RequestRow request, RequestPackageRow row, RequestReader reader, RequestDesk desk)
    {
        var file = desk.Hall.Sealer.Open(request.Body, RequestFile.Place(request.No));
        using var document = JsonDocument.Parse(file);
        var opening = RequestFile.OpeningOf(document);
        var us = CountyOf(desk.Hall.Division);
        List<string> to = [.. ((string[])[opening.Receiving, opening.Home, .. opening.Authorities]).Select(CountyOf).Where(county => county != us).Distinct(StringComparer.Ordinal)];
        var (kind, content) = row switch
        {
            { Receipt: { } code } => (Receipt, Json.Bytes(to =>
            {
                to.WriteStartObject();
                to.WriteString("receipt", code);
                to.WriteEndObject();
            })),
            { Division: { } division, Sequence: { } sequence } => OfAct(RequestBook.Opened(reader.ActsOf(request.No).Single(act => act.Division == division && act.Sequence == sequence), desk.Hall.Sealer)),
            _ => (Application, file),
        };
        return new TransferPackage(request.No, us, row.Number, to, kind, content);
    }

    /// <summary>The act that a package says; null where it says none.</summary>
    public static SaidAct? ActOf(JsonElement content) => content.TryGetProperty("act", out var act) && act.ValueKind == JsonValueKind.Object ? SaidAct.Read(act, []) : null;

    private static (string Kind, byte[] Content) OfAct(SaidAct said) => (said.Act.Deed is Deed.Decide or Deed.SendResult or Deed.Deliver ? "result" : "status", Json.Bytes(to =>
    {
        to.WriteStartObject();
        to.WritePropertyName("act");
        to.WriteRawValue(said.Write());
        to.WriteEndObject();
    }));
}
