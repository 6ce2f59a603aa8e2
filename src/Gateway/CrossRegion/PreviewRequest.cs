using ServiceHall.Gateway.Intake;
using ServiceHall.Model.Codes;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>The body of <c>POST /v1/crossRegion/routes:preview</c>: a request as far as its route needs it.</summary>
internal sealed record PreviewRequest
{
    /// <summary>Whoever sends something else is told so.</summary>
    public const string Wanted = "请求体应为一个 JSON 对象，含 mode，matterCode、catalogCode、matterName 之一，以及 homeDivision 或 places";

    public string? MatterCode { get; init; }
    public string? CatalogCode { get; init; }
    public string? MatterName { get; init; }
    public required string Mode { get; init; }
    public string? HomeDivision { get; init; }

    /// <summary>By which the home division is found where it is not said.</summary>
    public HomePlaces? Places { get; init; }

    /// <summary>收件地; null is the hall's own division.</summary>
    public string? ReceivingDivision { get; init; }

    /// <summary>Null is today, by the hall's clock.</summary>
    public DateTimeOffset? Day { get; init; }

    /// <summary>Reads a body; findings of its fields, and null where it is no object at all.</summary>
    public static (PreviewRequest? Request, IReadOnlyList<Finding> Findings) Read(byte[] body)
    {
        using var document = StrictJson.TryObject(body);
        if (document is null)
        {
            return (null, []);
        }

        List<Finding> findings = [];
        var request = Of(new FieldReader(document.RootElement, "", findings), findings);

        // Nothing is kept here, so that nobody minds what it does not know.
        findings.RemoveAll(finding => finding.Rule == RuleBook.FieldUnknown);
        return (request, findings);
    }

    private static PreviewRequest Of(FieldReader fields, List<Finding> findings)
    {
        var request = new PreviewRequest
        {
            MatterCode = fields.Text("matterCode"),
            CatalogCode = fields.Text("catalogCode"),
            MatterName = fields.Text("matterName"),
            Mode = fields.Word("mode", Words.CrossRegionMode, required: true) ?? "",
            HomeDivision = Division(fields, "homeDivision", findings),
            Places = fields.Object("places", places => new HomePlaces
            {
                Household = Division(places, "household", findings, "places."),
                Insured = Division(places, "insured", findings, "places."),
                Account = Division(places, "account", findings, "places."),
                LicenceIssuer = Division(places, "licenceIssuer", findings, "places."),
                Property = Division(places, "property", findings, "places."),
            }),
            ReceivingDivision = Division(fields, "receivingDivision", findings),
            Day = fields.DateOrTime("day"),
        };
        if ((request.MatterCode ?? request.CatalogCode ?? request.MatterName) is null)
        {
            fields.Note(RuleBook.FieldRequired, "matterCode");
        }

        if (request.HomeDivision is null && request.Places is null)
        {
            fields.Note(RuleBook.FieldRequired, "homeDivision");
        }

        return request;
    }

    private static string? Division(FieldReader fields, string name, List<Finding> findings, string path = "")
    {
        var code = fields.Text(name);
        if (code is not null && (code.Length is < 6 or > 12 || !code.All(char.IsAsciiDigit) || code.All(digit => digit == '0')))
        {
            findings.Add(new Finding(RuleBook.DivisionUnknown, path + name, "应为 6 至 12 位数字，且不全为零"));
        }

        return code;
    }
}
