using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.People;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>A time limit; <paramref name="Unit"/> is workingDay, naturalDay, hour or month.</summary>
internal sealed record Limit(int Value, string Unit)
{
    public JsonObject ToJson() => Members.Of(("value", Value), ("unit", Unit));
}

/// <summary>A matter that a department handles.</summary>
/// <param name="CatalogCode">12 digits: province 99 (nobody's), type, main item, sub-item.</param>
/// <param name="LocalCode">What the department's own system calls it, as odd as such codes are.</param>
/// <param name="Licence">The licence that a good end issues, if any.</param>
/// <param name="CrossRegion">Whether other regions may ask for it (跨省通办).</param>
internal sealed record Matter(string CatalogCode, string Name, int Version, ApplicantType For, Limit Promised, Limit Statutory, bool Immediate = false,
    string? LocalCode = null, string? Licence = null, bool CrossRegion = false)
{
    /// <summary>The implementation code of 31 characters; level 4 is the county.</summary>
    public string CodeAt(Department department) => department.OrganisationCode + "4" + CatalogCode;

    /// <summary>When a case accepted today is due, where that is a day: hours and months are left to the reader.</summary>
    public DateTimeOffset? DueAt => Promised.Unit switch
    {
        "workingDay" => HallDay.Due(Promised.Value, working: true),
        "naturalDay" => HallDay.Due(Promised.Value, working: false),
        _ => null,
    };

    public JsonObject ToJson(Department department) => Members.Of(
        ("code", CodeAt(department)),
        ("localCode", LocalCode),
        ("catalogCode", CatalogCode),
        ("name", Name),
        ("version", Version),
        ("department", department.Code),
        ("caseType", Immediate ? "immediate" : "promised"),
        ("promised", Promised.ToJson()),
        ("statutory", Statutory.ToJson()),
        ("crossRegion", CrossRegion ? true : null));
}
