using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake.Streams;

public sealed class StreamRefusalTests(OneHall one) : IClassFixture<OneHall>
{
    private const string DigestOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("mz", "STREAM", "application/json", "", 401, "caller.signature-wrong")]
    [InlineData("mz", DigestOfNothing, "application/x-ndjson", "", 401, "caller.signature-wrong")]
    [InlineData("nobody", "STREAM", "application/x-ndjson", "", 401, "caller.signature-wrong")]
    [InlineData("operator", "STREAM", "application/x-ndjson", "", 403, "caller.not-yours")]
    [InlineData("province", "STREAM", "application/x-ndjson", "Content-Encoding: br\r\n", 403, "caller.not-yours")]
    [InlineData("mz", "STREAM", "application/x-ndjson; charset=utf-8", "Content-Encoding: br\r\n", 415, "caller.content-type")]
    [InlineData("mz", DigestOfNothing, "application/x-ndjson-or-so", "", 415, "caller.content-type")]
    public async Task A_stream_is_refused_before_it_is_read(string client, string fifthLine, string type, string more, int status, string code)
    {
        using var call = await StreamCall.OpenAsync(one.Hall, client, fifthLine, type, more);
        await call.EndAsync();

        Assert.Equal((status, code), await call.RefusedAsync());
    }

    [Theory]
    [InlineData("192.0.2.1", "http", false)]
    [InlineData("192.0.2.1", "https", true)]
    [InlineData("127.0.0.2", "http", true)]
    [InlineData("::ffff:127.0.0.1", "http", true)]
    public async Task In_clear_it_is_taken_from_this_machine_only(string from, string scheme, bool isTaken)
    {
        await using var hall = await TestHall.StartAsync(services: services => services.AddSingleton<IStartupFilter>(new From(IPAddress.Parse(from), scheme)));
        using var call = await StreamCall.OpenAsync(hall);
        await call.SendAsync(Samples.Accepted("from").ToJsonString());
        await call.EndAsync();

        if (isTaken)
        {
            Assert.Equal("accepted", (string?)(await call.RestAsync()).Single()["verdict"]);
        }
        else
        {
            Assert.Equal((401, "caller.signature-wrong"), await call.RefusedAsync());
            Assert.Equal(0, hall.Count("record"));
        }
    }

    /// <summary>All calls seem to come from there.</summary>
    private sealed class From(IPAddress address, string scheme) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(inner => context =>
            {
                (context.Connection.RemoteIpAddress, context.Request.Scheme) = (address, scheme);
                return inner(context);
            });
            next(app);
        };
    }
}
