using ServiceHall.Model.Matters;
using ServiceHall.Tests;

namespace ServiceHall.Model.Tests.Matters;

public sealed class MatterFileTests : IDisposable
{
    private const string Whole = """{"code":"C1","localCode":"L1","catalogCode":"B1","name":"事项","version":2,"department":"mz","departments":["rs"],"caseType":"promised","promised":{"value":5,"unit":"workingDay"},"statutory":{"value":1,"unit":"month"},"crossRegion":true,"validFrom":"2026-01-01","validTo":"2026-12-31","remark":"ours"}""";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_sample_countys_list_is_read_whole()
    {
        var matters = MatterFile.Load(Path.Combine(Repository.Data, "sample-county", "matters.jsonl"));

        Assert.Equal(30, matters.All.Count);
        Assert.Equal(["hour", "month", "naturalDay", "workingDay"], matters.All.Select(matter => matter.Promised.Unit).Distinct().Order());
        Assert.Equal("示例社会组织成立登记", matters.Find("MZ-SHZZ/01〔2024〕", new DateOnly(2026, 6, 15))?.Name);
    }

    [Fact]
    public void Every_member_is_read_and_an_unknown_one_ignored()
    {
        var matter = Assert.Single(MatterFile.Load(_folder.Write("a.jsonl", "\uFEFF" + Whole + "\r\n\r\n")).All);

        Assert.Equal(("C1", "L1", "B1", "事项", 2, "mz", "promised", true), (matter.Code, matter.LocalCode, matter.CatalogCode, matter.Name, matter.Version, matter.Department, matter.CaseType, matter.CrossRegion));
        Assert.Equal(["rs"], matter.Departments);
        Assert.Equal((5, "workingDay", 1, "month"), (matter.Promised.Value, matter.Promised.Unit, matter.Statutory!.Value, matter.Statutory.Unit));
        Assert.Equal((new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)), (matter.ValidFrom, matter.ValidTo));
    }

    [Fact]
    public void A_folder_is_all_its_lists_and_its_version_changes_with_any_byte()
    {
        _folder.Write("b.jsonl", Whole.Replace("C1", "C2", StringComparison.Ordinal).Replace("L1", "L2", StringComparison.Ordinal));
        _folder.Write("a.jsonl", Whole);
        _folder.Write("notes.txt", "not a list");
        var before = MatterFile.Load(_folder.Root);

        _folder.Write("a.jsonl", Whole + "\n");

        Assert.Equal(["C1", "C2"], before.All.Select(matter => matter.Code));
        Assert.NotEqual(before.Version, MatterFile.Load(_folder.Root).Version);
        Assert.Matches("^[0-9a-f]{12}$", before.Version);
    }

    [Fact]
    public void All_mistakes_come_at_once_with_file_and_line()
    {
        var file = _folder.Write("a.jsonl", string.Join('\n',
            Whole,
            "{",
            "[]",
            """{"code":"C2"}""",
            Whole.Replace("C1", "C3", StringComparison.Ordinal),
            Whole.Replace("\"L1\"", "\"\"", StringComparison.Ordinal),
            Whole.Replace("C1", "C4", StringComparison.Ordinal).Replace("L1", "L4", StringComparison.Ordinal).Replace("workingDay", "week", StringComparison.Ordinal).Replace("2026-12-31", "2026-13-01", StringComparison.Ordinal),
            """{"code":"C5","code":"C6"}"""));

        var fault = Assert.Throws<InvalidDataException>(() => MatterFile.Load(file));

        var mistakes = fault.Message.Split(Environment.NewLine);
        Assert.All(mistakes, mistake => Assert.StartsWith(file + ":", mistake, StringComparison.Ordinal));
        Assert.Equal([2, 3, 4, 4, 4, 4, 4, 4, 5, 6, 7, 7, 8], mistakes.Select(mistake => int.Parse(mistake[(file.Length + 1)..].Split(':')[0])).Order());
        Assert.Contains(mistakes, mistake => mistake.Contains("promised.unit", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.Contains("validTo", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_characters_are_not_guessed_and_a_missing_list_is_said()
    {
        var gbk = _folder.Write("gbk.jsonl", [(byte)'{', 0xCA, 0xC2, (byte)'}']);

        Assert.Equal($"{gbk}:1: not UTF-8", Assert.Throws<InvalidDataException>(() => MatterFile.Load(gbk)).Message);
        Assert.Throws<InvalidDataException>(() => MatterFile.Load(Path.Combine(_folder.Root, "nowhere")));
    }

    [Fact]
    public void A_code_finds_the_version_in_force_by_any_name_it_goes_by()
    {
        var code = "11990001990000113L4990500007000";
        var first = Whole.Replace("C1", code, StringComparison.Ordinal);
        var second = first.Replace("\"version\":2", "\"version\":3", StringComparison.Ordinal).Replace("2026-01-01", "2026-07-01", StringComparison.Ordinal);
        var matters = MatterFile.Load(_folder.Write("a.jsonl", first + "\n" + second));

        Assert.Equal(2, matters.Find(code, new DateOnly(2026, 6, 30))?.Version);
        Assert.Equal(3, matters.Find("L1", new DateOnly(2026, 7, 1))?.Version);
        Assert.Equal(3, matters.Find(code + "02", new DateOnly(2026, 7, 1))?.Version);
        Assert.Null(matters.Find(code, new DateOnly(2027, 1, 1)));
        Assert.Null(matters.Find(code + "2", new DateOnly(2026, 7, 1)));
    }

    public void Dispose() => _folder.Dispose();
}
