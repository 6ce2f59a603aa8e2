using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Settings;

/// <summary>Promise 8: personal data is in no log line, whatever happens.</summary>
public sealed class QuietLogTests
{
    private const string Name = "示例无声甲";
    private const string Mobile = "10055443322";
    private const string Address = "示例县无声街道5号";
    private const string Text = "无声文字乙";
    private static readonly string[] Marks = [Name, Mobile, Address, Text, Samples.PersonId, "990001197001010015", TestHall.Secret, TestProvince.Token];

    [Fact]
    public async Task No_log_line_holds_a_name_a_number_a_text_or_a_secret()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new
        {
            tooMany = new { times = 2, retryAfterSeconds = 0 },
            cut = new { times = 2, afterTaking = true },
            html = new { times = 1 },
            serverError = new { times = 1 },
            truncated = new { times = 1 },
            refuseBatch = new { times = 1 },
            businessCode = new { times = 1 },
        });
        await using var hall = await TestHall.StartAsync(province);
        await ThroughAsync(hall);
        await Soon.ItHoldsAsync(async () =>
        {
            // Some of them stop the platform.
            await hall.OrderAsync("/v1/platforms/one-window:start");
            return (await province.FaultsAsync())["fired"]!.AsObject().Sum(fault => (long)fault.Value!) >= 9;
        });
        await province.SetFaultsAsync(new { refuseRows = new { holding = new[] { await NumberAsync(hall, "quiet-2") } } });
        await hall.Client().PushAsync(Samples.Step("quiet-2").WithData("opinion", Text));
        await Soon.ItHoldsAsync(async () => (await hall.ReconcileAsync()).Deliveries.ContainsKey("refused"));
        hall.Log.ErrorsAreExpected = true;

        var lines = hall.Log.Lines.ToList();

        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => Marks.Any(mark => line.Contains(mark, StringComparison.Ordinal)));
    }

    private static async Task ThroughAsync(TestHall hall)
    {
        var mz = hall.Client();
        await mz.PushAsync(Marked("quiet-1"), Samples.Step("quiet-1").WithData("opinion", Text), Samples.Paused("quiet-1").WithData("reason", Text), Samples.Resumed("quiet-1"), Samples.Closed("quiet-1"));
        await mz.PushAsync(Marked("quiet-2"));
        await mz.PushAsync(Marked("quiet-1").WithData("title", Name), Marked("quiet-3").WithApplicant("idNumber", "990001197001010015"), Marked("quiet-4").With("kind", Name), Marked("quiet-5").With(Name, Text));
        await mz.PushAsync(Marked("quiet-6").With("occurredAt", Name), Marked("quiet-7").WithData("applicant", Name), Marked("quiet-8").WithData("title", Text + '\u0001'));
        await mz.PostAsync("/v1/records", $$"""{"records":[{"key":"{{Name}}","{{Text}}":""");
        await mz.PostAsync("/v1/records", $$"""{"records":[{"key":"{{Name}}","key":"{{Text}}"}]}""");
        await mz.SendAsync(HttpMethod.Post, "/v1/records", Encoding.UTF8.GetBytes(Name), request => request.Headers.Remove("X-ServiceHall-Signature"));
        await mz.SendAsync(HttpMethod.Post, "/v1/records", Encoding.UTF8.GetBytes(Name), request => request.Content!.Headers.ContentType = new("text/plain"));
        await mz.GetAsync($"/v1/cases?no={Uri.EscapeDataString(Name)}");
        await mz.GetAsync($"/v1/{Uri.EscapeDataString(Text)}");
        await hall.Client("rs").PostAsync("/v1/intake/rs", $$"""{"bmdm":"rs","sjbh":"quiet-rs","sjlx":"02","sqrxm":"{{Name}}","fssj":"{{Text}}"}""");
        await hall.Client("operator").GetAsync("/v1/cases?no=quiet-1");
    }

    private static async Task<string> NumberAsync(TestHall hall, string no) => (string)(await hall.Client().GetAsync($"/v1/cases?no={no}")).Json["gatewayCaseNo"]!;

    private static JsonObject Marked(string no) => Samples.Accepted(no).WithApplicant("name", Name).WithApplicant("mobile", Mobile).WithApplicant("address", Address).WithData("title", Text);
}
