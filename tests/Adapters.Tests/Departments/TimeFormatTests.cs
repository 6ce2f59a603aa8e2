using System.Globalization;
using ServiceHall.Adapters.Departments.Mapping;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>Six ways to write a time, each strict: what one takes, no other does.</summary>
public sealed class TimeFormatTests
{
    private static readonly (string Name, string Alias, string Text)[] Six =
    [
        ("yyyy-MM-dd HH:mm:ss", "%Y-%m-%d %H:%M:%S", "2026-11-02 09:05:07"),
        ("yyyyMMddHHmmss", "%Y%m%d%H%M%S", "20261102090507"),
        ("yyyyMMddTHHmmss", "%Y%m%dT%H%M%S", "20261102T090507"),
        ("yyyy/MM/dd HH:mm:ss", "%Y/%m/%d %H:%M:%S", "2026/11/02 09:05:07"),
        ("rfc3339", "iso", "2026-11-02T01:05:07Z"),
        ("epochMilliseconds", "epoch_ms", "1793581507000"),
    ];

    [Fact]
    public void Each_takes_its_own_and_none_of_the_others()
    {
        Assert.Equal(Six.Select(format => format.Name), TimeFormat.Names);
        Assert.All(Six, format => Assert.All(Six, written =>
        {
            Assert.Equal(format == written, TimeFormat.Find(format.Name)!.TryParse(written.Text, out var time));
            Assert.Equal(format == written ? new DateTimeOffset(2026, 11, 2, 9, 5, 7, TimeSpan.FromHours(8)) : default, time);
            Assert.Equal(format == written, TimeFormat.Find(format.Alias)!.TryParse(written.Text, out _));
        }));
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-11-2 09:05:07")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-11-02 9:05:07")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-11-02  09:05:07")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-11-02 09:05:07 ")]
    [InlineData("yyyy-MM-dd HH:mm:ss", " 2026-11-02 09:05:07")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-11-02 09:05:07\0")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-11-02 09:05")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-11-02 09:05:07.0")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-02-30 09:05:07")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-11-02 24:00:00")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2026-11-02 23:59:60")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "２026-11-02 09:05:07")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "0001-01-01 00:00:00")]
    [InlineData("yyyy/MM/dd HH:mm:ss", "2026-11-02 09:05:07")]
    [InlineData("yyyyMMddHHmmss", "20261102 090507")]
    [InlineData("yyyyMMddHHmmss", "2026110209050")]
    [InlineData("yyyyMMddTHHmmss", "20261102t090507")]
    [InlineData("rfc3339", "2026-11-02T09:05:07")]
    [InlineData("epochMilliseconds", "1793581507")]
    [InlineData("epochMilliseconds", "1793581507000.0")]
    [InlineData("epochMilliseconds", "-793581507000")]
    [InlineData("epochMilliseconds", "１793581507000")]
    [InlineData("epochMilliseconds", "")]
    public void What_does_not_fit_to_the_character_is_no_time(string format, string text) => Assert.False(TimeFormat.Find(format)!.TryParse(text, out _));

    [Fact]
    public void A_time_becomes_canonical_and_any_other_form_is_a_finding_even_the_canonical_one()
    {
        var mapping = Mappings.WithData("a: {path: x, time: yyyyMMddHHmmss}");

        Assert.Equal("""{"a":"2026-11-02T09:05:07+08:00"}""", mapping.Data("""{"x":"20261102090507"}""").Data);
        Assert.Equal(["time.format data.a"], mapping.Data("""{"x":"2026-11-02T09:05:07+08:00"}""").Findings);
        Assert.Equal("""{"a":"gone"}""", mapping.Data("""{"x":"gone"}""").Data);
    }

    [Fact]
    public void The_fraction_of_a_second_is_kept() =>
        Assert.Equal("""{"a":"2026-11-02T09:05:07.089+08:00"}""", Mappings.WithData("a: {path: x, time: [iso, epoch_ms]}").Data("""{"x":1793581507089}""").Data);

    [Theory]
    [InlineData("A", "20261102090507", true)]
    [InlineData("A", "1793581507000", false)]
    [InlineData("B", "1793581507000", true)]
    [InlineData("C", "1793581507000", false)]
    [InlineData("C", "2026-11-02 09:05:07", true)]
    [InlineData("C", "20261102090507", true)]
    public void A_departments_row_says_its_format_and_the_default_may_name_several(string department, string text, bool taken)
    {
        var mapping = Mappings.WithData(
            "a: {path: x, time: [\"${time}\"]}",
            "parameters: {by: dept, file: departments.jsonl, rows: {A: {time: yyyyMMddHHmmss}}, defaults: {time: \"yyyyMMddHHmmss|%Y-%m-%d %H:%M:%S\"}}",
            ("departments.jsonl", """{"dept":"B","time":"epoch_ms","n":1}"""));

        Assert.Equal(taken, mapping.Data(string.Create(CultureInfo.InvariantCulture, $$"""{"dept":"{{department}}","x":"{{text}}"}""")).Findings.Length == 0);
    }
}
