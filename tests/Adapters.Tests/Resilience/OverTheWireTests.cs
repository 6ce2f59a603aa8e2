using System.Net;
using System.Net.Sockets;
using System.Text;
using ServiceHall.Adapters.Resilience;

namespace ServiceHall.Adapters.Tests.Resilience;

/// <summary>With the framework's own connections: what they say of a cut and of a connection that never was is what the pipeline goes by.</summary>
public sealed class OverTheWireTests
{
    [Fact]
    public async Task A_post_that_the_platform_read_and_never_answered_was_sent_once()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var read = 0;
        var serving = Task.Run(async () =>
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync();
                var buffer = new byte[4096];
                read += await socket.ReceiveAsync(buffer) > 0 ? 1 : 0;
            }
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(((IPEndPoint)listener.LocalEndpoint).Port, _ => { }));

        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
        Assert.Equal(1, read);
    }

    [Fact]
    public async Task A_post_to_a_port_where_nobody_listens_is_tried_again_and_prepared_anew_each_time()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var prepared = 0;
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(port, _ => prepared++));

        Assert.Equal((HttpRequestError.ConnectionError, 3), (fault.HttpRequestError, prepared));
    }

    private static async Task PostAsync(int port, Action<HttpRequestMessage> prepare)
    {
        var options = new HttpResilienceOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1) } };
        using var way = new HttpMessageInvoker(new ResilienceHandler(options, PipelineTimes.Of(options, TimeSpan.FromSeconds(10)), 4, _ => "exchange", TimeProvider.System, PipelineWatch.Nobody)
        {
            InnerHandler = new SocketsHttpHandler(),
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/exchange") { Content = new StringContent("{}", Encoding.UTF8) };
        request.Options.Set(ResilienceHandler.BeforeAttempt, prepare);
        (await way.SendAsync(request, CancellationToken.None)).Dispose();
    }
}
