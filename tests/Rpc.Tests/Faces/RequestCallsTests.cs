using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>Requests between regions, over gRPC: what REST answers to the same, member by member.</summary>
public sealed class RequestCallsTests : IAsyncLifetime
{
    private const string Matter = "11990001990000164W4992000051000";
    private const string Checked = "2026-06-15T08:31:00+08:00";
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private TestHall _hall = null!;
    private SignedRpc _police = null!;
    private SignedRpc _province = null!;

    public async Task InitializeAsync()
    {
        _hall = await TestHall.StartAsync(settings: TestHall.Police());
        (_police, _province) = (new SignedRpc(_hall.RpcUrl, "ga", TestHall.Secret), new SignedRpc(_hall.RpcUrl, "province", TestHall.Secret));
    }

    public async Task DisposeAsync()
    {
        _police.Dispose();
        _province.Dispose();
        await _hall.DisposeAsync();
    }

    [Fact]
    public async Task What_is_sent_and_done_one_way_is_shown_alike_the_other()
    {
        var done = await _province.CrossRegion.ReceiveAsync(new V1.ReceiveRequestRequest { Request = Asked("KS-1") });
        var act = new V1.RequestDeed { Deed = "reportLost", Originals = new V1.Texts { Items = { "户口簿" } }, By = "示例民警", OccurredAt = "2026-06-15T12:00:00+08:00" };
        var lost = await _police.CrossRegion.ActAsync(new V1.ActOnRequestRequest { RequestNo = "KS-1", Deed = act });
        var again = await _police.CrossRegion.ActAsync(new V1.ActOnRequestRequest { RequestNo = "KS-1", Deed = act });

        Assert.Equal(("accepted", "submitted", "home", "ga", "one-window"), (done.Verdict, done.State, done.Turn, done.Department, done.Platform));
        Assert.Equal(("accepted", "duplicate"), (lost.Verdict, again.Verdict));
        foreach (var (rpc, rest) in new[] { (_police, "ga"), (_province, "province") })
        {
            var shown = await rpc.CrossRegion.GetAsync(new V1.GetRequestRequest { RequestNo = "KS-1" });
            var told = (await _hall.Client(rest).GetAsync("/v1/crossRegion/requests/KS-1")).Json;
            Assert.Equal("户口簿 post True", $"{shown.Originals.Single().Name} {shown.Originals.Single().Holder} {shown.Originals.Single().Lost}");
            Same(told, JsonNode.Parse(Formatter.Format(shown))!);
        }
    }

    [Fact]
    public async Task A_department_lists_the_task_that_it_became()
    {
        await _province.CrossRegion.ReceiveAsync(new V1.ReceiveRequestRequest { Request = Asked("KS-2") });

        var task = Assert.Single((await _police.Tasks.ListAsync(new V1.ListTasksRequest())).Tasks);

        Assert.Equal(("request", "KS-2"), (task.Kind, task.RequestNo));
    }

    [Fact]
    public async Task What_our_window_collects_is_known_again_whichever_way_it_comes()
    {
        using var window = new SignedRpc(_hall.RpcUrl, "mz", TestHall.Secret);
        var asked = Asked("KS-3");
        (asked.ReceivingDivision, asked.Mode) = ("990001", "online");

        var submitted = await window.CrossRegion.SubmitAsync(new V1.SubmitRequestRequest { Request = asked });
        var again = await window.CrossRegion.SubmitAsync(new V1.SubmitRequestRequest { Request = asked });

        Assert.Equal(("accepted", "duplicate", false), (submitted.Verdict, again.Verdict, submitted.HasPlatform));
    }

    [Fact]
    public async Task Who_may_not_is_told_so_and_what_is_wrong_is_named()
    {
        await _province.CrossRegion.ReceiveAsync(new V1.ReceiveRequestRequest { Request = Asked("KS-4") });
        var nowhere = Asked("KS-5");
        nowhere.HomeDivision = "990002";

        Assert.Equal((StatusCode.PermissionDenied, "caller.not-yours"), await FaultAsync(_police.CrossRegion.ReceiveAsync(new V1.ReceiveRequestRequest { Request = Asked("KS-6") })));
        Assert.Equal((StatusCode.PermissionDenied, "caller.not-yours"), await FaultAsync(_province.CrossRegion.SubmitAsync(new V1.SubmitRequestRequest { Request = Asked("KS-6") })));
        Assert.Equal((StatusCode.InvalidArgument, "caller.body-malformed"), await FaultAsync(_province.CrossRegion.ReceiveAsync(new V1.ReceiveRequestRequest { Request = nowhere })));
        Assert.Equal((StatusCode.InvalidArgument, "caller.body-malformed"), await FaultAsync(_province.CrossRegion.ReceiveAsync(new V1.ReceiveRequestRequest())));
        Assert.Equal((StatusCode.NotFound, "caller.no-such-request"), await FaultAsync(_police.CrossRegion.GetAsync(new V1.GetRequestRequest { RequestNo = "KS-9" })));
        Assert.Equal(
            (StatusCode.FailedPrecondition, "request.refused"),
            await FaultAsync(_province.CrossRegion.ActAsync(new V1.ActOnRequestRequest { RequestNo = "KS-4", Deed = new V1.RequestDeed { Deed = "accept" } })));
        Assert.Equal(
            (StatusCode.InvalidArgument, "caller.body-malformed"),
            await FaultAsync(_province.CrossRegion.ActAsync(new V1.ActOnRequestRequest { RequestNo = "KS-4", Deed = new V1.RequestDeed { Deed = "rob" } })));
    }

    private static V1.SentRequest Asked(string no) => new()
    {
        RequestNo = no,
        Mode = "collectedElsewhere",
        MatterCode = Matter,
        HomeDivision = "990001",
        ReceivingDivision = "990002",
        OccurredAt = "2026-06-15T08:30:00+08:00",
        Applicant = new V1.Applicant { Type = "person", Name = "示例甲", IdType = "citizenId", IdNumber = Samples.PersonId },
        Materials = new V1.Materials { Items = { new V1.Material { Name = "户口簿", Form = "paper", Copies = 1 } } },
        Checks = new V1.RequestChecks { Form = new V1.RequestCheck { By = "示例窗口", At = Checked, Passed = true }, Identity = new V1.RequestCheck { By = "示例窗口", At = Checked, Passed = true } },
        Transfer = new V1.Conveyance { Method = "post", TrackingNo = "示例单号" },
    };

    private static async Task<(StatusCode, string?)> FaultAsync<T>(AsyncUnaryCall<T> call)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(async () => await call);
        return (fault.StatusCode, SignedRpc.CodeOf(fault));
    }

    // What REST tells, the message tells; of what REST leaves out or calls null the message may have a default.
    private static void Same(JsonNode told, JsonNode shown, string path = "$")
    {
        foreach (var (name, value) in told.AsObject().Where(member => member.Value is not null))
        {
            var other = shown[name];
            switch (value)
            {
                case JsonObject inner:
                    Same(inner, other!, $"{path}.{name}");
                    break;
                case JsonArray { Count: > 0 } items when items[0] is JsonObject:
                    Assert.Equal(items.Count, other!.AsArray().Count);
                    items.Zip(other.AsArray()).ToList().ForEach(pair => Same(pair.First!, pair.Second!, $"{path}.{name}"));
                    break;
                default:
                    Assert.True(JsonNode.DeepEquals(value, other), $"{path}.{name}: {value} and {other}");
                    break;
            }
        }
    }
}
