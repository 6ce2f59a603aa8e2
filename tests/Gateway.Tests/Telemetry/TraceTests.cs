using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Gateway.Tests.Intake.Streams;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Telemetry;

/// <summary>One trace, from a push to the platform's receipt, whatever lies between.</summary>
[Collection(TracedAlone.Name)]
public sealed class TraceTests
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task The_trace_that_a_push_names_goes_on_to_the_receipt()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        using var traced = new Traced();
        var trace = Spans.NewTrace();

        var answer = await hall.Client().PushInAsync(trace, WithoutMaterials("trace-1"));

        await SettledAsync(hall, traced, trace);
        Assert.Equal(["POST /v1/records", "judge case.accepted", "send one-window confirmed", "settle one-window confirmed"], traced.Spans.Of(trace.TraceId));
        var push = traced.Spans.Single(span => span.DisplayName == "POST /v1/records");
        Assert.Equal(trace.SpanId, push.ParentSpanId);
        Assert.True(push.HasRemoteParent);
        var (record, id) = (traced.Spans.Single(span => span.DisplayName == "judge case.accepted"), (string)answer.Results[0]["recordId"]!);
        Assert.Equal(("mz", id, "accepted"), (record.GetTagItem("servicehall.department"), record.GetTagItem("servicehall.record.id"), record.GetTagItem("servicehall.record.verdict")));
        var settled = traced.Spans.Single(span => span.DisplayName == "settle one-window");
        Assert.Equal((push.SpanId, id), (settled.ParentSpanId, settled.GetTagItem("servicehall.record.id")));
        Assert.Equal(traced.Spans.Single(span => span.DisplayName == "send one-window").SpanId, Assert.Single(settled.Links).Context.SpanId);
    }

    [Fact]
    public async Task A_push_that_names_no_trace_begins_one_of_its_own()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        using var traced = new Traced();

        await hall.Client().PushAsync(WithoutMaterials("trace-2"));

        await Soon.ItHoldsAsync(() => traced.Spans.Any(span => span.DisplayName == "settle one-window"));
        var push = traced.Spans.Single(span => span.DisplayName == "POST /v1/records");
        Assert.Equal(default, push.ParentSpanId);
        Assert.All(traced.Spans, span => Assert.Equal(push.TraceId, span.TraceId));
    }

    [Fact]
    public async Task A_call_with_records_of_many_pushes_is_linked_to_the_trace_of_each()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province, new() { ["Platforms:OneWindow:Linger"] = "00:00:01" });
        using var traced = new Traced();
        ActivityContext[] traces = [Spans.NewTrace(), Spans.NewTrace(), Spans.NewTrace()];

        await Task.WhenAll(traces.Select((trace, i) => hall.Client().PushInAsync(trace, WithoutMaterials($"trace-batch-{i}"))));

        await Task.WhenAll(traces.Select(trace => SettledAsync(hall, traced, trace)));
        var call = traced.Spans.Single(span => span.DisplayName == "send one-window");
        Assert.Equal(traces.Select(trace => trace.TraceId.ToString()).Order(), call.Links.Select(link => link.Context.TraceId.ToString()).Order());
        Assert.Equal((3, 3), (call.GetTagItem("messaging.batch.message_count"), call.GetTagItem("servicehall.rows")));
        Assert.All(traces, trace => Assert.Equal(["POST /v1/records", "judge case.accepted", "[send one-window] confirmed", "settle one-window confirmed"], traced.Spans.Of(trace.TraceId)));
    }

    [Fact]
    public async Task A_call_that_is_repeated_and_one_whose_outcome_was_asked_for_are_in_it_too()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province, Fast);
        using var traced = new Traced();
        await province.SetFaultsAsync(new { cut = new { times = 1 }, lateReads = new { times = 0 } });
        var trace = Spans.NewTrace();

        await hall.Client().PushInAsync(trace, WithoutMaterials("trace-retry"));

        await Soon.ItHoldsAsync(() => traced.Spans.Of(trace.TraceId).Contains("settle one-window confirmed"));
        Assert.Equal(
            [
                "POST /v1/records", "judge case.accepted", "send one-window unknown", "settle one-window unknown", "ask one-window notThere", "settle one-window pending",
                "send one-window confirmed", "settle one-window confirmed",
            ],
            traced.Spans.Of(trace.TraceId));
        var failed = traced.Spans.Single(span => span.DisplayName == "send one-window" && span.Status == ActivityStatusCode.Error);
        Assert.Equal(["cut"], failed.Events.Select(one => one.Tags.Single().Value));
    }

    [Fact]
    public async Task What_an_operator_sends_again_after_an_unknown_outcome_is_in_it()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province, new(Fast) { ["Platforms:OneWindow:WhenUnknown"] = "person" });
        using var traced = new Traced();
        await province.SetFaultsAsync(new { cut = new { times = 1, afterTaking = true } });
        var trace = Spans.NewTrace();
        var answer = await hall.Client().PushInAsync(trace, WithoutMaterials("trace-person"));
        await Soon.ItHoldsAsync(() => traced.Spans.Of(trace.TraceId).Contains("settle one-window unknown"));

        await hall.OrderAsync($"/v1/records/{(string)answer.Results[0]["recordId"]!}:resend", new { platform = "one-window" });

        await Soon.ItHoldsAsync(() => traced.Spans.Of(trace.TraceId).Contains("settle one-window confirmed"));
        Assert.Equal(["send one-window unknown", "settle one-window unknown", "send one-window confirmed", "settle one-window confirmed"], traced.Spans.Of(trace.TraceId).Skip(2));
    }

    [Fact]
    public async Task What_waited_for_its_acceptance_goes_on_in_the_trace_it_came_in()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        using var traced = new Traced();
        var (step, acceptance) = (Spans.NewTrace(), Spans.NewTrace());
        await hall.Client().PushInAsync(step, Samples.Step("trace-parked"));

        await hall.Client().PushInAsync(acceptance, WithoutMaterials("trace-parked"));

        await SettledAsync(hall, traced, step);
        await SettledAsync(hall, traced, acceptance);
        await Soon.ItHoldsAsync(() => traced.Spans.Of(step.TraceId).Contains("release"));
        Assert.Equal(["POST /v1/records", "judge case.step", "release", "send one-window confirmed", "settle one-window confirmed"], traced.Spans.Of(step.TraceId));
        Assert.Equal(["[release]"], traced.Spans.Of(acceptance.TraceId).Where(name => name.Contains("release", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_goes_on_after_a_restart()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var folder = Directory.CreateTempSubdirectory("hall-").FullName;
        var trace = Spans.NewTrace();
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            await hall.OrderAsync("/v1/platforms/one-window:stop");
            await hall.Client().PushInAsync(trace, WithoutMaterials("trace-restart"));
        }

        using var traced = new Traced();
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            await hall.OrderAsync("/v1/platforms/one-window:start");
            await SettledAsync(hall, traced, trace);
        }

        TestStore.Remove(folder);
        Assert.Equal(["send one-window confirmed", "settle one-window confirmed"], traced.Spans.Of(trace.TraceId));
        Assert.All(traced.Spans, span => Assert.Equal(trace.SpanId, span.ParentSpanId));
    }

    [Fact]
    public async Task Streams_and_departments_own_formats_are_traced_alike()
    {
        await using var hall = await TestHall.StartAsync();
        using var traced = new Traced();
        var (stream, own) = (Spans.NewTrace(), Spans.NewTrace());

        using (var call = await StreamCall.OpenAsync(hall, more: $"traceparent: {stream.Header()}\r\n"))
        {
            await call.SendAsync($"{WithoutMaterials("trace-line").ToJsonString()}\nnonsense\n");
            await call.EndAsync();
            await call.RestAsync();
        }

        await hall.Client("rs").SendInAsync(own, "/v1/intake/rs", Encoding.UTF8.GetBytes("""{"bmdm":"rs","sjbh":"trace-rs","sjlx":"02"}"""));

        await Soon.ItHoldsAsync(() => traced.Spans.Of(stream.TraceId).Count == 3 && traced.Spans.Of(own.TraceId).Count == 2);
        Assert.Equal(["POST /v1/records", "judge case.accepted", "judge unknown"], traced.Spans.Of(stream.TraceId).Order());
        Assert.Equal(["POST /v1/intake/{adapter}", "judge case.accepted"], traced.Spans.Of(own.TraceId).Order());
    }

    [Fact]
    public async Task Where_nobody_listens_and_the_caller_records_nothing_nothing_is_kept()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var notRecorded = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);
        var mz = hall.Client();

        await mz.PushAsync(Samples.Accepted("trace-none-1"));
        await mz.PushInAsync(notRecorded, Samples.Accepted("trace-none-2"));
        await mz.SendAsync(HttpMethod.Post, "/v1/records", Encoding.UTF8.GetBytes($$"""{"records":[{{Samples.Accepted("trace-none-3")}}]}"""), request => request.Headers.Add("traceparent", "00-not-a-trace-01"));
        await hall.AllConfirmedAsync();

        Assert.Equal(0, hall.Count("record_trace"));
        Assert.Equal(3, hall.Count("record"));
    }

    private static Dictionary<string, string?> Fast => new() { ["Platforms:OneWindow:RetrySchedule:0"] = Soonest.ToString(), ["Platforms:OneWindow:SettleAfter"] = Soonest.ToString() };

    // One row, so that one call is all.
    private static JsonObject WithoutMaterials(string no) => Samples.Accepted(no).WithData("materials", new JsonArray());

    private static Task SettledAsync(TestHall hall, Traced traced, ActivityContext trace) =>
        Soon.ItHoldsAsync(async () => traced.Spans.Of(trace.TraceId).Contains("settle one-window confirmed") && (await hall.ReconcileAsync()).Deliveries.Keys.All(state => state is "confirmed" or "notForThisPlatform"));
}
