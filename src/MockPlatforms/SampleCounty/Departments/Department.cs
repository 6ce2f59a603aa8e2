using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.People;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>A department of the county: who it is, what it handles, and in which shape it speaks.</summary>
/// <param name="Number">Eight characters, the body of its organisation code.</param>
internal sealed record Department(string Code, string Name, string Number, Shape Shape, IReadOnlyList<Matter> Matters)
{
    public string OrganisationCode { get; } = CreditCodes.Of("11", Number);

    /// <summary>Where it pushes to: its own intake, or the gateway's records.</summary>
    public string To => Shape.Adapter is { } adapter ? $"/v1/intake/{adapter}" : "/v1/records";

    public JsonObject ToJson() => Members.Of(
        ("code", Code),
        ("name", Name),
        ("organisationCode", OrganisationCode),
        ("face", Shape.Adapter is null ? "records" : "intake"),
        ("adapter", Shape.Adapter));
}
