using System.Text;
using System.Text.Json;
using ServiceHall.Gateway.CrossRegion;

namespace ServiceHall.Gateway.Tests.CrossRegion;

/// <summary>Acts as other halls say them.</summary>
public sealed class SaidActTests
{
    [Theory]
    [InlineData("""{"deed":"transfer"}""")]
    [InlineData("""{"deed":"checkForm","passed":false,"by":"示例窗口","note":"缺页"}""")]
    [InlineData("""{"deed":"post","originals":["户口簿","结婚证"],"to":"990001","trackingNo":"示例单号"}""")]
    [InlineData("""{"deed":"resubmit","materials":[{"name":"户口簿","form":"paper","copies":1}]}""")]
    public void What_is_read_is_written_again(string deed)
    {
        var text = Act(deed);

        var said = Read(text);

        Assert.NotNull(said);
        Assert.Equal(text, Encoding.UTF8.GetString(said.Write()));
        Assert.Equal(text, Encoding.UTF8.GetString(SaidAct.Read(said.Write()).Write()));
    }

    // A clock is one more than the highest that was known, and so never higher than the acts there are: one that is would leave no room behind it.
    [Theory]
    [InlineData("\"clock\":5", "\"clock\":6")]
    [InlineData("\"clock\":5", "\"clock\":2147483647")]
    [InlineData("\"sequence\":2", "\"sequence\":2147483647")]
    [InlineData("\"990001\":3", "\"990001\":2147483647")]
    [InlineData("\"990001\":3", "\"990001\":-1")]
    [InlineData("\"990001\":3", "\"x\":3")]
    [InlineData("\"deed\":\"transfer\"", "\"deed\":\"rob\"")]
    [InlineData("\"deed\":\"transfer\"", "\"deed\":\"checkForm\"")]
    [InlineData("\"deed\":\"transfer\"", "\"deed\":\"transfer\",\"materials\":7")]
    [InlineData("\"division\":\"990002\"", "\"division\":\"99\"")]
    [InlineData("\"seen\":{\"990001\":3}", "\"seen\":null")]
    public void What_can_be_no_act_is_none(string whole, string broken)
    {
        var text = Act("""{"deed":"transfer"}""");
        Assert.Contains(whole, text, StringComparison.Ordinal);

        Assert.Null(Read(text.Replace(whole, broken, StringComparison.Ordinal)));
    }

    private static string Act(string deed) => """{"division":"990002","sequence":2,"clock":5,"seen":{"990001":3},"at":"2026-06-15T10:00:00+08:00",""" + deed[1..];

    private static SaidAct? Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return SaidAct.Read(document.RootElement, []);
    }
}
