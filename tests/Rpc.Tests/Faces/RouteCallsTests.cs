using System.Text.Json.Nodes;
using Grpc.Core;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>Who would get a request, over gRPC: what REST answers to the same, member by member.</summary>
public sealed class RouteCallsTests : IAsyncLifetime
{
    private const string Path = "/v1/crossRegion/routes:preview";

    // One rule has all that a rule can have, one only what it must.
    private const string Rules = """
        FULL,code,11370102MB0000001X2000123456789,370102,collectedElsewhere,370103,2026-01-01,2027-12-31,历下窗口,sample-platform,post|electronic,post|electronic|window,3,示例文件
        BARE,name,甲事项,370102,online,,,,历下窗口,,,,,
        CATALOG,catalogCode,000123456000,370102,online,,,,历下窗口,,electronic,electronic,,示例文件
        DATED,name,甲事项,370103,online,,2026-01-01,,市中窗口,,electronic,electronic,,示例文件
        RECEIVED,name,甲事项,370103,collectedElsewhere,370102,,,市中窗口,,post,window,5,示例文件
        WIDE,name,甲事项,370100,online,,,,济南窗口,,electronic,electronic,,示例文件
        HOUSEHOLD,name,乙事项,370114,,,,,章丘窗口,,,,,

        """;

    private const string Changes = "370104,merged,370102,2026-05-01\n370181,renamed,370114,2016-12-26\n370105,split,370102|370103,2026-05-01\n";
    private const string Items = "name,乙事项,household,,,示例文件\nname,丙事项,,,,示例文件\n";

    private OwnRoutes _own = null!;
    private TestHall _hall = null!;
    private SignedRpc _mz = null!;

    /// <summary>What is asked, and what it comes to: a rule or a reason, and how many changes of divisions were followed.</summary>
    public static TheoryData<string, string, int> Asked { get; } = new()
    {
        { """{"matterCode":"11370102MB0000001X2000123456789","mode":"collectedElsewhere","homeDivision":"370102","receivingDivision":"370103"}""", "FULL", 0 },
        { """{"matterName":"甲事项","mode":"online","homeDivision":"370102"}""", "BARE", 0 },
        { """{"catalogCode":"000123456000","matterName":"甲事项","mode":"online","homeDivision":"370102001002"}""", "CATALOG", 0 },
        { """{"matterName":"甲事项","mode":"online","homeDivision":"370103","day":"2026-01-01"}""", "DATED", 0 },
        { """{"matterName":"甲事项","mode":"online","homeDivision":"370103","day":"2025-12-31T16:00:00Z"}""", "DATED", 0 },
        { """{"matterName":"甲事项","mode":"online","homeDivision":"370103","day":"2025-12-31"}""", "WIDE", 0 },
        { """{"matterName":"乙事项","mode":"online","places":{"household":"370114","property":"370102"}}""", "HOUSEHOLD", 0 },
        { """{"matterName":"甲事项","mode":"online","homeDivision":"370104"}""", "BARE", 1 },
        { """{"matterName":"甲事项","mode":"online","homeDivision":"370104","day":"2026-04-30"}""", "WIDE", 0 },
        { """{"matterName":"甲事项","mode":"collectedElsewhere","homeDivision":"370103","receivingDivision":"370104"}""", "RECEIVED", 1 },
        { """{"matterName":"乙事项","mode":"jointlyHandled","places":{"household":"370181"},"receivingDivision":"370104"}""", "HOUSEHOLD", 2 },
        { """{"matterName":"乙事项","mode":"online","places":{"property":"370102"}}""", "homeUnknown", 0 },
        { """{"matterName":"丙事项","mode":"online","places":{"household":"370102"}}""", "homeUnknown", 0 },
        { """{"matterName":"丁事项","mode":"online","places":{"household":"370102"}}""", "homeUnknown", 0 },
        { """{"matterName":"丁事项","mode":"online","homeDivision":"370102"}""", "matterUnknown", 0 },
        { """{"matterName":"甲事项","mode":"online","homeDivision":"110101"}""", "homeNotCovered", 0 },
        { """{"matterName":"甲事项","mode":"jointlyHandled","homeDivision":"370104"}""", "modeNotOffered", 1 },
        { """{"matterName":"甲事项","mode":"collectedElsewhere","homeDivision":"370103","receivingDivision":"110101"}""", "receivingNotCovered", 0 },
        { """{"matterCode":"11370102MB0000001X2000123456789","mode":"collectedElsewhere","homeDivision":"370102","receivingDivision":"370103","day":"2028-01-01"}""", "notOnThatDay", 0 },
        { """{"matterName":"甲事项","mode":"online","homeDivision":"370105"}""", "divisionSplit", 0 },
        { """{"matterName":"甲事项","mode":"online","homeDivision":"370104","receivingDivision":"370105"}""", "divisionSplit", 1 },
    };

    public async Task InitializeAsync()
    {
        var own = new OwnRoutes(Rules, Changes, Items);
        var hall = await TestHall.StartAsync(settings: own.Settings);
        (_own, _hall, _mz) = (own, hall, new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret));
    }

    public async Task DisposeAsync()
    {
        _mz.Dispose();
        await _hall.DisposeAsync();
        _own.Dispose();
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public async Task A_route_is_told_alike(string asked, string outcome, int followed)
    {
        var rest = (await _hall.Client().PostAsync(Path, asked)).Json;
        var rpc = await AskAsync(_mz, asked);

        Assert.Equal((outcome, followed), (rpc.Route?.Rule ?? rpc.Reason, rpc.Followed.Count));
        Same(rest, rpc);
    }

    [Fact]
    public void Every_reason_is_asked_for()
    {
        var reasons = Enum.GetNames<NoRoute>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]).Append("homeUnknown");

        Assert.Subset(Asked.Select(row => (string)row[1]).ToHashSet(StringComparer.Ordinal), reasons.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{}""", "mode field.required", "matterCode field.required", "homeDivision field.required")]
    [InlineData("""{"matterName":"","mode":"","homeDivision":""}""", "mode field.required", "matterCode field.required", "homeDivision field.required")]
    [InlineData("""{"mode":"online","homeDivision":"370102"}""", "matterCode field.required")]
    [InlineData("""{"matterName":"x","homeDivision":"370102"}""", "mode field.required")]
    [InlineData("""{"matterName":"x","mode":"online"}""", "homeDivision field.required")]
    [InlineData("""{"matterName":"x","mode":"byPost","homeDivision":"9900"}""", "mode code.unknown", "homeDivision division.unknown")]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"000000000000","receivingDivision":"3701020010010"}""", "homeDivision division.unknown", "receivingDivision division.unknown")]
    [InlineData(
        """{"matterName":"x","mode":"online","places":{"household":"37010a","insured":"1","account":"000000","licenceIssuer":"３７０１０２","property":"3701020010010"}}""",
        "places.household division.unknown", "places.insured division.unknown", "places.account division.unknown", "places.licenceIssuer division.unknown", "places.property division.unknown")]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"370102","day":"2026-02-30"}""", "day time.format")]
    public async Task What_is_no_request_names_its_fields_alike(string asked, params string[] errors)
    {
        var rest = await _hall.Client().PostAsync(Path, asked);
        var fault = await Assert.ThrowsAsync<RpcException>(() => AskAsync(_mz, asked));

        Assert.Equal((StatusCode.InvalidArgument, "caller.body-malformed"), (fault.StatusCode, SignedRpc.CodeOf(fault)));
        Assert.Equal(("caller.body-malformed", fault.Status.Detail), (rest.Code, (string?)rest.Json["detail"]));
        Assert.Equal(errors, SignedRpc.ErrorsOf(fault).Select(error => $"{error.Field} {error.Rule}"));
        Assert.Equal(rest.Json["errors"]!.AsArray().Select(error => ((string)error!["field"]!, (string)error["rule"]!, (string)error["message"]!)), SignedRpc.ErrorsOf(fault));
    }

    [Theory]
    [InlineData("mz")]
    [InlineData("window")]
    [InlineData("province")]
    [InlineData("operator")]
    public async Task Departments_platforms_and_operators_may_ask(string key)
    {
        var asked = (string)Asked.First()[0];
        using var caller = new SignedRpc(_hall.RpcUrl, key, TestHall.Secret);

        Same((await _hall.Client(key).PostAsync(Path, asked)).Json, await AskAsync(caller, asked));
    }

    [Fact]
    public async Task Nobody_asks_who_is_not_known_or_has_not_signed()
    {
        var asked = (string)Asked.First()[0];
        using var stranger = new SignedRpc(_hall.RpcUrl, "nobody", TestHall.Secret);

        var unknown = await Assert.ThrowsAsync<RpcException>(() => AskAsync(stranger, asked));
        var unsigned = await Assert.ThrowsAsync<RpcException>(async () => await new V1.CrossRegion.CrossRegionClient(_mz.Channel).PreviewRouteAsync(new V1.PreviewRouteRequest()));

        Assert.Equal((StatusCode.Unauthenticated, (await _hall.Client("nobody").PostAsync(Path, asked)).Code), (unknown.StatusCode, SignedRpc.CodeOf(unknown)));
        Assert.Equal((StatusCode.Unauthenticated, "caller.not-signed"), (unsigned.StatusCode, SignedRpc.CodeOf(unsigned)));
    }

    private static async Task<V1.PreviewRouteResponse> AskAsync(SignedRpc caller, string asked) => await caller.CrossRegion.PreviewRouteAsync(Messages.RouteRequestOf(JsonNode.Parse(asked)!));

    private static void Same(JsonNode rest, V1.PreviewRouteResponse rpc) => Assert.True(JsonNode.DeepEquals(rest, JsonOf(rpc)), $"{rest.ToJsonString()}\n{JsonOf(rpc).ToJsonString()}");

    // By hand, with every null and every empty list: what a library makes of a message leaves both out, and with them what the faces might tell differently.
    private static JsonObject JsonOf(V1.PreviewRouteResponse message)
    {
        var json = new JsonObject { ["route"] = message.Route is { } route ? JsonOf(route) : null, ["why"] = message.Why };
        if (message.HasReason)
        {
            json["reason"] = message.Reason;
        }

        // A home that is not known is looked for in no directory.
        if (message.HasDirectory)
        {
            (json["homeDivision"], json["receivingDivision"], json["directory"]) = (OrNull(message.HasHomeDivision, message.HomeDivision), OrNull(message.HasReceivingDivision, message.ReceivingDivision), message.Directory);
            (json["followed"], json["considered"]) = (ListOf(message.Followed), ListOf(message.Considered));
        }

        return json;
    }

    private static JsonObject JsonOf(V1.CapabilityRule rule)
    {
        var json = new JsonObject
        {
            ["rule"] = rule.Rule, ["authority"] = rule.Authority, ["platform"] = OrNull(rule.HasPlatform, rule.Platform),
            ["transfer"] = ListOf(rule.Transfer), ["delivery"] = ListOf(rule.Delivery), ["source"] = OrNull(rule.HasSource, rule.Source),
        };
        if (rule.HasTransferDays)
        {
            json["transferDays"] = rule.TransferDays;
        }

        return json;
    }

    private static JsonValue? OrNull(bool has, string text) => has ? JsonValue.Create(text) : null;

    private static JsonArray ListOf(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
