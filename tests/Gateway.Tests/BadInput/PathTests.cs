using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>Paths, methods and queries that there are not.</summary>
public sealed class PathTests(BadHall bad) : IClassFixture<BadHall>
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "SEARCH"];

    [Fact]
    public async Task Every_path_answers_every_method_it_has_not_with_those_it_has()
    {
        foreach (var routes in bad.Hall.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null).GroupBy(route => route.RoutePattern.RawText!))
        {
            var has = routes.SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods).ToList();
            var target = routes.Key.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

            // To who reads, whatever stands behind the slash is the id of a record or a task, if of none that there is.
            List<string> reads = target.StartsWith("/v1/records/id:", StringComparison.Ordinal) || target.StartsWith("/v1/tasks/no:", StringComparison.Ordinal) ? ["GET"] : [];
            foreach (var method in Methods.Except(has).Except(reads))
            {
                var answer = await bad.Hall.Client("operator").SendAsync(new HttpMethod(method), target, []);

                Assert.True(answer.Status == 405 && (method == "HEAD" || answer.Code == "caller.method"), $"{method} {target}: {answer}");
                Assert.Equal(has.Order(), answer.Message.Content.Headers.Allow.Order());
            }
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v2/records")]
    [InlineData("/v1/record")]
    [InlineData("/v1/records/a/b")]
    [InlineData("/v1/records:nothing")]
    [InlineData("/v1/platforms/one-window")]
    [InlineData("/v1/platforms/one-window:restart")]
    [InlineData("/console")]
    [InlineData("/.env")]
    [InlineData("/healthz")]
    [InlineData("/healthz/nowhere")]
    [InlineData("/metrics/nowhere")]
    [InlineData("/openapi")]
    [InlineData("/openapi/v2.json")]
    public async Task A_path_that_is_none_is_told_to_who_may_ask(string target)
    {
        await bad.RefusesAsync(404, "caller.no-such-path", () => bad.Hall.Client("operator").GetAsync(target));
        await bad.RefusesAsync(404, "caller.no-such-path", () => bad.Hall.Client("operator").PostAsync(target, "{"));
    }

    [Theory]
    [InlineData("/v1/cases", "query-malformed")]
    [InlineData("/v1/cases?no=", "query-malformed")]
    [InlineData("/v1/cases?no=a&no=b", "query-malformed")]
    [InlineData("/v1/cases?no=a&issuer=", "query-malformed")]
    [InlineData("/v1/cases?no=a&issuer=b&issuer=c", "query-malformed")]
    [InlineData("/v1/changes?limit=0", "query-malformed")]
    [InlineData("/v1/changes?limit=1001", "query-malformed")]
    [InlineData("/v1/changes?limit=-1", "query-malformed")]
    [InlineData("/v1/changes?limit=1e2", "query-malformed")]
    [InlineData("/v1/changes?limit=%EF%BC%91", "query-malformed")]
    [InlineData("/v1/changes?limit=99999999999999999999", "query-malformed")]
    [InlineData("/v1/changes?limit=1&limit=2", "query-malformed")]
    [InlineData("/v1/changes?limit=", "query-malformed")]
    [InlineData("/v1/changes?wait=31", "query-malformed")]
    [InlineData("/v1/changes?wait=0.5", "query-malformed")]
    [InlineData("/v1/changes?after=a&after=b", "query-malformed")]
    [InlineData("/v1/changes?after=somewhere", "cursor-unknown")]
    [InlineData("/v1/changes?after=AAAAAAAAAAAAAAAAAAAAAA", "cursor-unknown")]
    [InlineData("/v1/changes?after=%00", "cursor-unknown")]
    [InlineData("/v1/changes:watch?after=somewhere", "cursor-unknown")]
    [InlineData("/v1/changes:watch?after=a&after=b", "query-malformed")]
    [InlineData("/v1/tasks?limit=0", "query-malformed")]
    [InlineData("/v1/tasks?wait=31", "query-malformed")]
    [InlineData("/v1/tasks?after=a&after=b", "query-malformed")]
    [InlineData("/v1/tasks?after=somewhere", "cursor-unknown")]
    [InlineData("/v1/tasks?after=%00", "cursor-unknown")]
    [InlineData("/v1/quarantine?limit=many", "query-malformed")]
    [InlineData("/v1/quarantine?after=somewhere", "query-malformed")]
    [InlineData("/v1/quarantine?after=01a201f8-36ff-7520-b01c-99d7ea29e5d9", "query-malformed")]
    [InlineData("/v1/conflicts?rule=a&rule=b", "query-malformed")]
    [InlineData("/v1/conflicts?rule=%00", "query-malformed")]
    [InlineData("/v1/parked?department=a%00", "query-malformed")]
    [InlineData("/v1/lanes?platform=%00", "query-malformed")]
    [InlineData("/v1/lanes?after=%00~1~1", "query-malformed")]
    [InlineData("/v1/parked?department=a&department=b", "query-malformed")]
    [InlineData("/v1/lanes?after=somewhere", "query-malformed")]
    [InlineData("/v1/lanes?after=a~b~c", "query-malformed")]
    [InlineData("/v1/lanes?platform=a&platform=b", "query-malformed")]
    [InlineData("/v1/unmapped?limit=0", "query-malformed")]
    public async Task A_query_that_is_wrong_is_malformed(string target, string code) =>
        await bad.RefusesAsync(400, $"caller.{code}", () => bad.Hall.Client("operator").GetAsync(target));

    [Fact]
    public async Task So_is_a_place_in_a_header()
    {
        await bad.RefusesAsync(400, "caller.cursor-unknown", () => bad.Hall.Client().SendAsync(HttpMethod.Get, "/v1/changes:watch", [], request => request.Headers.Add("Last-Event-ID", "somewhere")));
    }
}
