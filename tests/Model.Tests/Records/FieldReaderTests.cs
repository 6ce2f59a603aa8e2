using System.Globalization;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Tests.Records;

public sealed class FieldReaderTests
{
    private readonly List<Finding> _findings = [];

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":""}""")]
    public void Null_and_the_empty_text_are_absent(string sent)
    {
        Assert.Null(On(sent).Text("a", required: true));
        Assert.Null(On(sent).Whole("a"));
        Assert.Null(On(sent).Flag("a"));
        Assert.Null(On(sent).Time("a"));
        Assert.Null(On(sent).Raw("a"));
        Assert.Null(On(sent).Objects("a", fields => fields));
        Assert.Equal(["field.required a"], Said());
    }

    [Fact]
    public void A_wrong_type_is_said_and_nothing_is_guessed()
    {
        var fields = On("""{"text":1,"whole":"1","flag":"true","object":[],"objects":{},"item":[{},1],"texts":["a",1],"half":1.5,"negative":-1,"big":9999999999}""");

        Assert.Null(fields.Text("text"));
        Assert.Null(fields.Whole("whole"));
        Assert.Null(fields.Flag("flag"));
        Assert.Null(fields.Object("object", _ => ""));
        Assert.Null(fields.Objects("objects", _ => ""));
        Assert.Equal(1, fields.Objects("item", _ => "")?.Count);
        Assert.Null(fields.Texts("texts"));
        Assert.Null(fields.Whole("half"));
        Assert.Null(fields.Whole("negative"));
        Assert.Null(fields.Whole("big"));
        Assert.All(_findings, finding => Assert.Equal("field.type", finding.Rule.Id));
        Assert.Equal(["text", "whole", "flag", "object", "objects", "item[1]", "texts", "half", "negative", "big"], _findings.Select(finding => finding.Field));
    }

    [Theory]
    [InlineData("2026-11-20T09:30:00+08:00", "2026-11-20T09:30:00+08:00")]
    [InlineData("2026-11-20T01:30:00Z", "2026-11-20T09:30:00+08:00")]
    [InlineData("2026-11-20T01:30:00.25Z", "2026-11-20T09:30:00.25+08:00")]
    public void A_time_is_shown_in_hall_time(string sent, string expected)
    {
        var time = On($$"""{"a":"{{sent}}"}""").Time("a");

        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), time);
        Assert.Equal(TimeSpan.FromHours(8), time?.Offset);
    }

    [Theory]
    [InlineData("2026-11-20 09:30:00")]
    [InlineData("2026-11-20T09:30:00")]
    [InlineData("2026-11-20")]
    [InlineData("2026-02-30T09:30:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    public void A_time_without_offset_or_of_no_day_is_none(string sent)
    {
        Assert.Null(On($$"""{"a":"{{sent}}"}""").Time("a"));
        Assert.Equal(["time.format a"], Said());
    }

    [Theory]
    [InlineData("2026-11-20", "2026-11-20T00:00:00+08:00")]
    [InlineData("2026-11-20T23:30:00Z", "2026-11-21T07:30:00+08:00")]
    public void A_date_is_the_start_of_its_day(string sent, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), On($$"""{"a":"{{sent}}"}""").DateOrTime("a"));

    [Fact]
    public void The_first_day_of_all_is_no_instant_in_the_hall()
    {
        Assert.Null(On("""{"a":"0001-01-01"}""").DateOrTime("a"));
        Assert.Equal(["time.format a"], Said());
    }

    [Fact]
    public void An_unknown_word_is_kept_and_said()
    {
        Assert.Equal("fax", On("""{"a":"fax"}""").Word("a", Words.CaseChannel));
        Assert.Equal(["code.unknown a"], Said());
        Assert.DoesNotContain(_findings, finding => finding.Message.Contains("fax", StringComparison.Ordinal));
    }

    [Fact]
    public void What_nobody_asked_for_is_named_with_its_path()
    {
        var fields = On("""{"known":1,"extra":null,"nested":{"inner":[{"x":1,"y":2}],"z":3}}""");

        fields.Raw("known");
        fields.Object("nested", nested => nested.Objects("inner", inner => $"{inner.Whole("x")}") ?? []);
        fields.Finish();

        Assert.Equal(["field.unknown nested.inner[0].y", "field.unknown nested.z", "field.unknown extra"], Said());
    }

    private FieldReader On(string sent) => new(Json.Of(sent), "", _findings);

    private string[] Said() => [.. _findings.Select(finding => $"{finding.Rule.Id} {finding.Field}")];
}
