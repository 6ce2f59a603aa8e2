using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Rpc.Tests.Edges;

/// <summary>REST has one way in, whatever a call says of its content and whichever port it comes to.</summary>
public sealed class FrontDoorTests
{
    // They are open to whoever has no secret.
    private static readonly string[] Open = ["/healthz", "/metrics", "/openapi"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_path_of_REST_is_open_to_who_calls_himself_gRPC(bool atRpcPort)
    {
        await using var hall = await TestHall.StartAsync();
        using var http = new HttpClient { BaseAddress = atRpcPort ? hall.RpcUrl : hall.Url };
        var routes = hall.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null && !Open.Any(path => route.RoutePattern.RawText!.StartsWith(path, StringComparison.Ordinal))).ToList();

        Assert.True(routes.Count > 20, $"{routes.Count} routes: that can't be all.");
        foreach (var route in routes)
        {
            foreach (var method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), route.RoutePattern.RawText!.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal))
                {
                    Version = atRpcPort ? HttpVersion.Version20 : HttpVersion.Version11,
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    Content = new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
                };

                using var answer = await http.SendAsync(request);

                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {route.RoutePattern.RawText}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                Assert.Contains("caller.not-signed", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }
    }
}
