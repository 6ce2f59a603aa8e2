using ServiceHall.Model.Divisions;
using ServiceHall.Tests;

namespace ServiceHall.Model.Tests.Divisions;

public sealed class DivisionReferenceTests
{
    private static readonly string[] HoldersAboveCounties = ["441900", "442000", "460400", "620200", "810000", "820000"];

    private readonly DivisionTable national = SampleDivisions.National;

    [ReferenceDataTheory]
    [InlineData("gbt2260_2024.csv")]
    [InlineData("other_codes_not_in_2024.csv")]
    [InlineData("historical_codes_for_id_prefix.csv")]
    public void A_shipped_file_is_the_reference_file(string name) =>
        Assert.Equal(File.ReadAllBytes(ReferenceData.File("divisions", name)), File.ReadAllBytes(Path.Combine(SampleDivisions.Folder, name)));

    [ReferenceDataFact]
    public void Every_current_code_has_the_level_its_row_names_and_holds_citizens_if_it_is_a_county()
    {
        foreach (var row in Vectors.Read("divisions", "gbt2260_2024.csv", "code", "name", "level"))
        {
            var level = Enum.Parse<DivisionLevel>(row[2], ignoreCase: true);
            Assert.Equal(new Division(row[0], row[1], level, DivisionStatus.Current), national.Find(row[0]));
            Assert.Equal((row[0], level == DivisionLevel.County || HoldersAboveCounties.Contains(row[0])), (row[0], national.MayHoldCitizens(row[0])));
        }
    }

    [ReferenceDataTheory]
    [InlineData("other_codes_not_in_2024.csv")]
    [InlineData("historical_codes_for_id_prefix.csv")]
    public void Every_old_or_special_code_is_known_as_such_and_may_hold_citizens(string name)
    {
        foreach (var row in Vectors.Read("divisions", name, "code", "name"))
        {
            Assert.True(national.Find(row[0]) is { Status: DivisionStatus.Retired or DivisionStatus.Special }, row[0]);
            Assert.True(national.MayHoldCitizens(row[0]), row[0]);
        }
    }

    [ReferenceDataFact]
    public void Every_street_of_a_current_county_leads_to_it()
    {
        foreach (var row in Vectors.Read("divisions", "streets_2023.csv", "code", "name", "county_code", "county_in_2024_gbt2260").Where(row => row[3] == "1"))
        {
            Assert.Equal((row[0], row[2]), (row[0], national.Find(row[0])?.Code));
        }
    }
}
