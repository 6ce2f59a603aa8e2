using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

public sealed class VisibilityTests(OneHall one) : IClassFixture<OneHall>
{
    [Theory]
    [InlineData("mz", true)]
    [InlineData("window", true)]
    [InlineData("operator", true)]
    [InlineData("province", true)]
    [InlineData("rs", false)]
    [InlineData("sj", false)]
    public async Task What_is_not_the_callers_does_not_exist_for_it(string client, bool sees)
    {
        var pushed = (await one.Hall.Client().PushAsync(Samples.Accepted($"seen-by-{client}"))).Results[0];

        var byNumber = await one.Hall.Client(client).GetAsync($"/v1/cases?no=seen-by-{client}");
        var byIssuer = await one.Hall.Client(client).GetAsync($"/v1/cases?no=seen-by-{client}&issuer=mz");
        var byPath = await one.Hall.Client(client).GetAsync($"/v1/cases/{pushed["gatewayCaseNo"]}");
        var byGateway = await one.Hall.Client(client).GetAsync($"/v1/cases?no={pushed["gatewayCaseNo"]}");
        var record = await one.Hall.Client(client).GetAsync($"/v1/records/{pushed["recordId"]}");

        Assert.All([byNumber, byIssuer, byPath, byGateway], answer => Assert.Equal(sees ? (200, null) : (404, "caller.no-such-case"), (answer.Status, answer.Code)));
        Assert.Equal(sees ? (200, null) : (404, "caller.no-such-record"), (record.Status, record.Code));
    }

    [Fact]
    public async Task A_strangers_case_is_answered_byte_for_byte_as_none()
    {
        await one.Hall.Client().PushAsync(Samples.Accepted("strangers"));

        var strangers = await one.Hall.Client("rs").GetAsync("/v1/cases?no=strangers");
        var none = await one.Hall.Client("rs").GetAsync("/v1/cases?no=nobodys");

        Assert.Equal(none.ToString(), strangers.ToString());
    }

    [Fact]
    public async Task A_rejected_record_is_read_by_its_department()
    {
        var pushed = await one.Hall.Client().PushAsync(Samples.Accepted("read-rejected").WithData("channel", "pigeon"));

        var stored = await one.Hall.Client().GetAsync($"/v1/records/{pushed.Results[0]["recordId"]}");

        Assert.Equal(("mz", "rejected", "quarantined"), ((string?)stored.Json["department"], (string?)stored.Json["verdict"], (string?)stored.Json["state"]));
        Assert.Equal("2026-06-15T18:00:00+08:00", (string?)stored.Json["receivedAt"]);
        Assert.Empty(stored.Json["deliveries"]!.AsArray());
    }

    [Theory]
    [InlineData("/v1/records/nonsense")]
    [InlineData("/v1/records/00000000-0000-0000-0000-000000000000")]
    [InlineData("/v1/records/0193")]
    public async Task An_id_that_is_none_is_no_record(string target)
    {
        var answer = await one.Hall.Client().GetAsync(target);

        Assert.Equal((404, "caller.no-such-record"), (answer.Status, answer.Code));
    }
}
