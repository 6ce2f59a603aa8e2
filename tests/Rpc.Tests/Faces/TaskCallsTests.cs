using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>Work that comes down, over gRPC: what REST answers to the same, member by member.</summary>
public sealed class TaskCallsTests : IAsyncLifetime
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    private TestHall _hall = null!;
    private SignedRpc _mz = null!;
    private SignedRpc _province = null!;

    public async Task InitializeAsync()
    {
        _hall = await TestHall.StartAsync();
        (_mz, _province) = (new SignedRpc(_hall.RpcUrl, "mz", TestHall.Secret), new SignedRpc(_hall.RpcUrl, "province", TestHall.Secret));
    }

    public async Task DisposeAsync()
    {
        _mz.Dispose();
        _province.Dispose();
        await _hall.DisposeAsync();
    }

    [Fact]
    public async Task From_its_arrival_to_its_delivery_each_answer_is_the_same()
    {
        var (rest, platform) = (_hall.Client(), _hall.Client("province"));
        var byRest = (await platform.PostAsync("/v1/inbound/applications", Application("REST").ToJsonString())).Json;
        var byRpc = await _province.Tasks.ReceiveAsync(new V1.ReceiveTaskRequest { Kind = "applications", Task = Messages.SentTaskOf(Application("RPC"), "application") });
        Assert.Equal(Told(byRest), Told(Parse(byRpc)));

        (string Act, JsonObject Order)[] acts =
        [
            ("ack", new JsonObject { ["by"] = "示例经办一" }), ("accept", Of(Samples.Accepted(""))), ("accept", Of(Samples.Accepted(""))), ("decide", Of(Samples.Closed(""))),
            ("deliver", new JsonObject { ["occurredAt"] = "2026-06-15T16:00:00+08:00", ["data"] = new JsonObject { ["method"] = "window", ["shelf"] = "A3" } }),
        ];
        foreach (var (act, order) in acts)
        {
            var (one, other) = (order.DeepClone().AsObject(), order.DeepClone().AsObject());
            if (act == "ack")
            {
                (one["caseNo"], other["caseNo"]) = ("MZ-REST", "MZ-RPC");
            }

            var rested = (await rest.PostAsync($"/v1/tasks/{byRest["taskNo"]}:{act}", one.ToJsonString())).Json;
            var called = await _mz.Tasks.ActAsync(new V1.ActRequest { TaskNo = byRpc.TaskNo, Act = act, Order = Messages.TaskOrderOf(other, act) });
            Assert.Equal(Told(rested), Told(Parse(called)));
        }

        Assert.Equal(Told((await rest.GetAsync($"/v1/tasks/{byRest["taskNo"]}")).Json), Told(Parse(await _mz.Tasks.GetAsync(new V1.GetTaskRequest { TaskNo = byRpc.TaskNo }))));
        Assert.Equal(Told((await platform.GetAsync($"/v1/tasks/{byRest["taskNo"]}")).Json), Told(Parse(await _province.Tasks.GetAsync(new V1.GetTaskRequest { TaskNo = byRpc.TaskNo }))));
        Assert.Equal(Told((await rest.GetAsync("/v1/tasks?limit=500")).Json), Told(Parse(await _mz.Tasks.ListAsync(new V1.ListTasksRequest { Limit = 500 }))));
    }

    [Fact]
    public async Task A_number_that_came_one_way_is_known_the_other()
    {
        var first = await _hall.Client("province").PostAsync("/v1/inbound/applications", Application("SQ").ToJsonString());
        var again = await _province.Tasks.ReceiveAsync(new V1.ReceiveTaskRequest { Kind = "applications", Task = Messages.SentTaskOf(Application("SQ"), "application") });

        Assert.Equal(("duplicate", (string)first.Json["taskNo"]!), (again.Verdict, again.TaskNo));
    }

    [Theory]
    [InlineData("data.applicant.idNumber", "citizen-id.check-digit", "990001197001010015")]
    [InlineData("data.matterCode", "matter.unknown", "11990001990000113L4990500007999")]
    public async Task What_is_wrong_is_named_alike(string field, string rule, string value)
    {
        var body = Application("SQ-wrong");
        var (holder, name) = field == "data.matterCode" ? (body["data"]!, "matterCode") : (body["data"]!["applicant"]!, "idNumber");
        holder[name] = value;

        var rest = await _hall.Client("province").PostAsync("/v1/inbound/applications", body.ToJsonString());
        var fault = await Assert.ThrowsAsync<RpcException>(async () => await _province.Tasks.ReceiveAsync(new V1.ReceiveTaskRequest { Kind = "applications", Task = Messages.SentTaskOf(body, "application") }));

        Assert.Equal((StatusCode.InvalidArgument, rest.Code), (fault.StatusCode, SignedRpc.CodeOf(fault)));
        Assert.Equal(Errors(rest), SignedRpc.ErrorsOf(fault));
        Assert.Contains((field, rule), SignedRpc.ErrorsOf(fault).Select(error => (error.Field, error.Rule)));
    }

    [Fact]
    public async Task Who_may_not_is_told_so_and_what_is_not_there_is_not_found()
    {
        var task = Messages.SentTaskOf(Application("SQ"), "application");
        (StatusCode, string)[] faults =
        [
            await FaultAsync(_mz.Tasks.ReceiveAsync(new V1.ReceiveTaskRequest { Kind = "applications", Task = task })),
            await FaultAsync(_province.Tasks.ActAsync(new V1.ActRequest { TaskNo = "1", Act = "ack" })),
            await FaultAsync(_mz.Tasks.ActAsync(new V1.ActRequest { TaskNo = "1", Act = "ack", Order = new V1.TaskOrder { CaseNo = "1" } })),
            await FaultAsync(_mz.Tasks.GetAsync(new V1.GetTaskRequest { TaskNo = "1" })),
            await FaultAsync(_mz.Tasks.ActAsync(new V1.ActRequest { TaskNo = "1", Act = "sing" })),
            await FaultAsync(_province.Tasks.ReceiveAsync(new V1.ReceiveTaskRequest { Kind = "letters", Task = task })),
            await FaultAsync(_province.Tasks.ReceiveAsync(new V1.ReceiveTaskRequest { Kind = "applications" })),
            await FaultAsync(_mz.Tasks.ListAsync(new V1.ListTasksRequest { After = "somewhere" })),
        ];

        Assert.Equal(
            [
                (StatusCode.PermissionDenied, "caller.not-yours"), (StatusCode.PermissionDenied, "caller.not-yours"), (StatusCode.NotFound, "caller.no-such-task"),
                (StatusCode.NotFound, "caller.no-such-task"), (StatusCode.InvalidArgument, "caller.body-malformed"), (StatusCode.InvalidArgument, "caller.body-malformed"),
                (StatusCode.InvalidArgument, "caller.body-malformed"), (StatusCode.InvalidArgument, "caller.cursor-unknown"),
            ],
            faults);
    }

    [Fact]
    public async Task A_watch_tells_of_each_change_and_goes_on_from_its_cursor()
    {
        var start = (await _mz.Tasks.ListAsync(new V1.ListTasksRequest { After = "now" })).Next;
        string no, next;
        using (var watch = _mz.Tasks.Watch(new V1.WatchTasksRequest { After = start }))
        {
            await watch.ResponseHeadersAsync;
            no = (await _province.Tasks.ReceiveAsync(new V1.ReceiveTaskRequest { Kind = "applications", Task = Messages.SentTaskOf(Application("SQ"), "application") })).TaskNo;
            Assert.True(await watch.ResponseStream.MoveNext());
            Assert.Equal([(no, "waiting")], watch.ResponseStream.Current.Tasks.Select(task => (task.TaskNo, task.State)));
            next = watch.ResponseStream.Current.Next;
        }

        await _mz.Tasks.ActAsync(new V1.ActRequest { TaskNo = no, Act = "ack", Order = new V1.TaskOrder { CaseNo = "MZ-1" } });
        using var later = _mz.Tasks.Watch(new V1.WatchTasksRequest { After = next });
        Assert.True(await later.ResponseStream.MoveNext());
        Assert.Equal([(no, "taken")], later.ResponseStream.Current.Tasks.Select(task => (task.TaskNo, task.State)));
    }

    [Fact]
    public async Task Nobody_asks_for_a_task_without_a_signature()
    {
        Assert.Equal((StatusCode.Unauthenticated, "caller.not-signed"), await FaultAsync(new V1.Tasks.TasksClient(_mz.Channel).GetAsync(new V1.GetTaskRequest())));
    }

    private static JsonObject Application(string number)
    {
        var data = Samples.Accepted("")["data"]!.AsObject();
        foreach (var later in new[] { "caseType", "appliedAt", "acceptedBy", "organisationCode", "organisationName" })
        {
            data.Remove(later);
        }

        return new JsonObject { ["platformNo"] = number, ["occurredAt"] = "2026-06-15T08:30:00+08:00", ["data"] = data.DeepClone() };
    }

    private static JsonObject Of(JsonObject record) => new() { ["occurredAt"] = record["occurredAt"]!.DeepClone(), ["data"] = record["data"]!.DeepClone() };

    private static async Task<(StatusCode, string)> FaultAsync<T>(AsyncUnaryCall<T> call)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        return (fault.StatusCode, SignedRpc.CodeOf(fault));
    }

    private static List<(string Field, string Rule, string Message)> Errors(Answer answer) =>
        [.. answer.Json["errors"]!.AsArray().Select(error => ((string?)error!["field"] ?? "", (string)error["rule"]!, (string)error["message"]!))];

    private static JsonNode Parse(IMessage message) => JsonNode.Parse(Formatter.Format(message))!;

    // A message has no null and no empty list; members come in no order; two tasks differ in their numbers.
    private static string Told(JsonNode? json) => json switch
    {
        JsonObject members => $"{{{string.Join(',', members.Where(member => member.Value is not null and not JsonArray { Count: 0 }).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{(IsOwn(member.Key) ? "*" : Told(member.Value))}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Told))}]",
        _ => json?.ToJsonString() ?? "null",
    };

    private static bool IsOwn(string member) => member is "taskNo" or "platformNo" or "caseNo" or "gatewayCaseNo" or "recordId";
}
