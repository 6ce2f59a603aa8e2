using ServiceHall.Model.Divisions;

namespace ServiceHall.Model.Tests.Divisions;

public sealed class DivisionTableTests
{
    private readonly DivisionTable national = SampleDivisions.National;

    [Theory]
    [InlineData("511602")]
    [InlineData("511602001")]
    [InlineData("511602001003")]
    [InlineData("511602000000")]
    public void A_code_of_six_nine_or_twelve_digits_is_found_by_its_first_six(string code) =>
        Assert.Equal(new Division("511602", "广安区", DivisionLevel.County, DivisionStatus.Current), national.Find(code));

    [Theory]
    [InlineData("")]
    [InlineData("5116")]
    [InlineData("5116021")]
    [InlineData("51160200100")]
    [InlineData("5116020010031")]
    [InlineData("51160200A")]
    [InlineData("51160200000X")]
    [InlineData("511602 00")]
    [InlineData("５１１６０２")]
    [InlineData("511699")]
    [InlineData("990001")]
    public void Another_length_another_character_or_an_unknown_code_is_not_found(string code) => Assert.Null(national.Find(code));

    [Theory]
    [InlineData("110000", "北京市", DivisionLevel.Province, DivisionStatus.Current)]
    [InlineData("511600", "广安市", DivisionLevel.City, DivisionStatus.Current)]
    [InlineData("540422", "米林县", DivisionLevel.County, DivisionStatus.Retired)]
    [InlineData("110103", "崇文区", DivisionLevel.County, DivisionStatus.Retired)]
    [InlineData("152100", "呼伦贝尔盟", DivisionLevel.City, DivisionStatus.Retired)]
    [InlineData("130171", "石家庄高新技术产业开发区", DivisionLevel.County, DivisionStatus.Special)]
    [InlineData("130101", "市辖区", DivisionLevel.County, DivisionStatus.Special)]
    [InlineData("830000", "台湾省", DivisionLevel.Province, DivisionStatus.Special)]
    public void A_code_says_its_level_and_where_it_stands_today(string code, string name, DivisionLevel level, DivisionStatus status) =>
        Assert.Equal(new Division(code, name, level, status), national.Find(code));

    [Theory]
    [InlineData("511602", true)]
    [InlineData("110103", true)]
    [InlineData("152100", true)]
    [InlineData("130171", true)]
    [InlineData("441900", true)]
    [InlineData("442000", true)]
    [InlineData("460400", true)]
    [InlineData("620200", true)]
    [InlineData("810000", true)]
    [InlineData("820000", true)]
    [InlineData("830000", true)]
    [InlineData("710000", false)]
    [InlineData("110000", false)]
    [InlineData("110100", false)]
    [InlineData("511600", false)]
    [InlineData("000000", false)]
    [InlineData("999999", false)]
    [InlineData("511602000000", false)]
    public void Counties_cities_without_counties_old_codes_and_residence_permits_may_hold_citizens(string code, bool may) =>
        Assert.Equal(may, national.MayHoldCitizens(code));

    [Fact]
    public void A_code_of_the_site_file_is_known_and_may_hold_citizens()
    {
        var table = DivisionTable.Load(SampleDivisions.Folder, Path.Combine(SampleDivisions.Folder, "site.csv"));

        Assert.Equal(new Division("990001", "示例县", DivisionLevel.County, DivisionStatus.Site), table.Find("990001000000"));
        Assert.True(table.MayHoldCitizens("990001"));
        Assert.False(table.MayHoldCitizens("990100"));
    }

    [Fact]
    public void The_national_table_wins_over_the_site_file_and_that_over_old_codes()
    {
        using var folder = new TemporaryFolder();
        var site = folder.Write("site.csv", "code,name\n110101,别名\n130171,高新区\n110000,别名\n");

        var table = DivisionTable.Load(SampleDivisions.Folder, site);

        Assert.Equal(national.Find("110101"), table.Find("110101"));
        Assert.Equal(new Division("130171", "高新区", DivisionLevel.County, DivisionStatus.Site), table.Find("130171"));
        Assert.False(table.MayHoldCitizens("110000"));
    }

    [Fact]
    public void An_old_or_site_code_may_hold_citizens_although_counties_lie_under_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("gbt2260_2024.csv", "code,name\n110000,甲\n110100,乙\n110101,丙\n110201,丁\n110301,戊\n");
        folder.Write("other_codes_not_in_2024.csv", "code,name,kind\n110200,己,retired_or_other\n");
        folder.Write("historical_codes_for_id_prefix.csv", "code,name\n110300,庚\n");

        var table = DivisionTable.Load(folder.Root, folder.Write("site.csv", "code,name\n990000,辛\n"));

        Assert.Equal(["110200", "110300", "990000"], new[] { "110000", "110100", "110200", "110300", "990000" }.Where(table.MayHoldCitizens));
    }

    [Theory]
    [InlineData("code,name\n99001,a\n", "2: the code is not six digits")]
    [InlineData("code,name\n99000x,a\n", "2: the code is not six digits")]
    [InlineData("code,name\n990001,a\n990002, \n", "3: the name is missing")]
    [InlineData("code,name\n990001,a\n990001,b\n", "3: the code stands in this file twice")]
    [InlineData("name,code\n", "1: the header must begin with code,name")]
    public void A_malformed_site_file_fails_with_file_and_line(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var site = folder.Write("site.csv", text);

        var fault = Assert.Throws<InvalidDataException>(() => DivisionTable.Load(SampleDivisions.Folder, site));

        Assert.Equal($"{site}:{message}", fault.Message);
    }

    [Fact]
    public void An_unheard_of_kind_fails_with_file_and_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("gbt2260_2024.csv", "code,name\n110000,a\n");
        var other = folder.Write("other_codes_not_in_2024.csv", "code,name,kind\n110101,a,moved\n");

        var fault = Assert.Throws<InvalidDataException>(() => DivisionTable.Load(folder.Root));

        Assert.StartsWith($"{other}:2: the kind", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_fails() =>
        Assert.Throws<FileNotFoundException>(() => DivisionTable.Load(SampleDivisions.Folder, Path.Combine(SampleDivisions.Folder, "absent.csv")));

    [Fact]
    public void The_version_changes_with_a_byte_of_any_file_and_with_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var one = DivisionTable.Load(SampleDivisions.Folder, folder.Write("1.csv", "code,name\n990001,示例县\n")).Version;
        var same = DivisionTable.Load(SampleDivisions.Folder, folder.Write("2.csv", "code,name\n990001,示例县\n")).Version;
        var other = DivisionTable.Load(SampleDivisions.Folder, folder.Write("3.csv", "code,name\n990001,示例区\n")).Version;

        Assert.Matches("^[0-9a-f]{12}$", one);
        Assert.Equal(one, same);
        Assert.Equal(3, new HashSet<string> { one, other, national.Version }.Count);
    }
}
