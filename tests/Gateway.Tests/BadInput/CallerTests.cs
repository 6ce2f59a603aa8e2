using System.Text;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>Calls that are not signed, not rightly, or not by who may, on every way in and every way out.</summary>
public sealed class CallerTests(BadHall bad) : IClassFixture<BadHall>
{
    private static readonly string[] Reads =
    [
        "/v1/cases?no=bad-input", "/v1/cases/990001202606150000000001", "/v1/records/01a201f8-36ff-7520-b01c-99d7ea29e5d9", "/v1/changes", "/v1/changes:watch", "/v1/quarantine", "/v1/conflicts",
        "/v1/parked", "/v1/lanes", "/v1/unmapped", "/v1/configuration",
    ];

    private static readonly string[] OperatorsReads = [.. Reads[5..]];

    public static TheoryData<string, string, string> Calls
    {
        get
        {
            var calls = new TheoryData<string, string, string> { { "POST", "/v1/configuration:reload", "" } };
            WayIn.All.ToList().ForEach(way => calls.Add("POST", way.Target, way.Shaped(way.Body)));
            Reads.ToList().ForEach(read => calls.Add("GET", read, ""));
            return calls;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_without_a_signature_is_not_signed(string method, string target, string body) =>
        await RefusesAsync("caller.not-signed", method, target, body, request => request.Headers.Clear());

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_clock_off_by_an_hour_is_refused_before_or_after(string method, string target, string body)
    {
        await RefusesAsync("caller.clock-off", method, target, body, hours: 1);
        await RefusesAsync("caller.clock-off", method, target, body, hours: -1);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_nonce_is_used_once(string method, string target, string body)
    {
        var client = bad.Hall.Client("operator");
        var nonce = Guid.NewGuid().ToString("N");
        await client.SendAsync(HttpMethod.Get, "/v1/cases?no=nobody", [], request => Resign(request, client, "GET", "/v1/cases?no=nobody", [], nonce));

        await RefusesAsync("caller.nonce-repeated", method, target, body, request => Resign(request, client, method, target, Encoding.UTF8.GetBytes(body), nonce));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_signature_of_something_else_is_wrong(string method, string target, string body)
    {
        var client = bad.Hall.Client("operator");
        var bytes = Encoding.UTF8.GetBytes(body);
        using var thief = new SignedClient(bad.Hall.Url, "operator", "a-secret-of-somebody-else");
        Action<HttpRequestMessage>[] wrong =
        [
            request => Resign(request, client, method, target, [.. bytes, (byte)' ']),
            request => Resign(request, client, method, $"{target}?", bytes),
            request => Resign(request, client, method, "/v1/changes?after=now", bytes),
            request => Resign(request, client, method == "GET" ? "POST" : "GET", target, bytes),
            request => Resign(request, client, method, target, bytes, fifthLine: "STREAM"),
            request => Resign(request, thief, method, target, bytes),
            request => Put(request, "X-ServiceHall-Key", "nobody"),
            request => Put(request, "X-ServiceHall-Signature", new string('0', 64)),
            request => Put(request, "X-ServiceHall-Signature", request.Headers.GetValues("X-ServiceHall-Signature").Single().ToUpperInvariant()),
            request => Put(request, "X-ServiceHall-Nonce", "0123456789abcdef"),
        ];
        foreach (var change in wrong)
        {
            await RefusesAsync("caller.signature-wrong", method, target, body, change);
        }
    }

    [Fact]
    public async Task Who_may_not_may_not()
    {
        string[] callers = ["mz", "operator", "province"];

        // These two anybody may.
        foreach (var way in WayIn.All.Where(way => way.Name is not ("batchGet" or "preview")))
        {
            foreach (var client in callers.Except([way.Client]))
            {
                await bad.RefusesAsync(403, "caller.not-yours", () => (way with { Client = client }).SendAsync(bad.Hall, "{"));
            }
        }

        foreach (var read in OperatorsReads)
        {
            await bad.RefusesAsync(403, "caller.not-yours", () => bad.Hall.Client().GetAsync(read));
        }

        await bad.RefusesAsync(403, "caller.not-yours", () => bad.Hall.Client().PostAsync("/v1/configuration:reload", ""));
    }

    [Theory]
    [InlineData("records", """{"records":[{"key":"foreign","department":"rs","kind":"case.withdrawn"}]}""", "caller.not-yours")]
    [InlineData("records", """{"records":[{"key":"foreign","department":"\ud800","kind":"case.withdrawn"}]}""", "caller.not-yours")]
    [InlineData("records", """{"records":[{"key":"foreign","department":"","kind":"case.withdrawn"}]}""", null)]
    [InlineData("validate", """{"records":[{"key":"foreign","department":"rs","kind":"case.withdrawn"}]}""", "caller.not-yours")]
    [InlineData("one", """{"id":"foreign","no":"foreign","of":{"department":"rs"}}""", "caller.not-yours")]
    [InlineData("one", """{"id":"foreign","no":"foreign","of":{"department":["mz"]}}""", "field.required")]
    [InlineData("one", """{"id":"foreign","no":"foreign"}""", "field.required")]
    [InlineData("array", """[{"id":"foreign","no":"foreign","of":{"department":"rs"}}]""", "caller.not-yours")]
    [InlineData("lines", """{"id":"foreign","no":"foreign","of":{"department":"rs"}}""", "caller.not-yours")]
    [InlineData("dryRun", """{"id":"foreign","no":"foreign","of":{"department":"rs"}}""", "caller.not-yours")]
    public async Task Another_departments_record_is_rejected_and_not_kept(string way, string body, string? rule)
    {
        var before = bad.Seen();

        var answer = await WayIn.Of(way).SendAsync(bad.Hall, body);

        Assert.True(answer.Verdicts is ["rejected"], answer.ToString());
        Assert.True(rule is null || answer.Rules[0] == rule, answer.ToString());
        if (rule is not null)
        {
            Assert.Null(answer.Results[0]["recordId"]);
            bad.IsUntouched(before);
        }
    }

    [Fact]
    public async Task Another_departments_case_and_record_do_not_exist()
    {
        var pushed = (await bad.Hall.Client("rs").PushAsync(Samples.Accepted("of-rs"))).Results[0];
        await bad.Hall.AllConfirmedAsync();

        await bad.RefusesAsync(404, "caller.no-such-case", () => bad.Hall.Client().GetAsync("/v1/cases?no=of-rs"));
        await bad.RefusesAsync(404, "caller.no-such-case", () => bad.Hall.Client().GetAsync($"/v1/cases?no={pushed["gatewayCaseNo"]}&issuer=gateway"));
        await bad.RefusesAsync(404, "caller.no-such-case", () => bad.Hall.Client().GetAsync($"/v1/cases/{pushed["gatewayCaseNo"]}"));
        await bad.RefusesAsync(404, "caller.no-such-record", () => bad.Hall.Client().GetAsync($"/v1/records/{pushed["recordId"]}"));
        Assert.Equal("of-rs", (string?)(await bad.Hall.Client().PostAsync("/v1/cases:batchGet", """{"caseNos":["of-rs"]}""")).Json["missing"]![0]);
    }

    private Task RefusesAsync(string code, string method, string target, string body, Action<HttpRequestMessage>? change = null, int hours = 0) =>
        bad.RefusesAsync(401, code, () =>
        {
            var client = bad.Hall.Client("operator");
            client.Clock = () => TimeProvider.System.GetUtcNow().AddHours(hours);
            return client.SendAsync(new HttpMethod(method), target, Encoding.UTF8.GetBytes(body), change);
        });

    private static void Resign(HttpRequestMessage request, SignedClient client, string method, string target, byte[] body, string? nonce = null, string? fifthLine = null)
    {
        request.Headers.Clear();
        client.Sign(request, method, target, body, nonce, fifthLine);
    }

    private static void Put(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.Add(header, value);
    }
}
