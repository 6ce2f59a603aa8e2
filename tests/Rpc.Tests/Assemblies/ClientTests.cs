using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using ServiceHall.Rpc.Tests.Interop;

namespace ServiceHall.Rpc.Tests.Assemblies;

/// <summary>The served client on our two assemblies: what it takes from them beyond plain calls.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly Unwilling _service = new();
    private WebApplication _server = null!;

    public async Task InitializeAsync() => _server = await RpcServer.StartAsync(_service);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Interceptors_stand_around_a_call_in_their_order()
    {
        using var channel = Open();
        List<string> told = [];
        var invoker = channel.Intercept(new Telling("inner", told)).Intercept(new Telling("outer", told)).Intercept(headers =>
        {
            headers.Add("x-told", "yes");
            return headers;
        });

        await new TestService.TestServiceClient(invoker).EmptyCallAsync(new Empty());

        Assert.Equal(["outer", "inner"], told);
        Assert.Equal("yes", _service.Seen!.GetValue("x-told"));
    }

    [Fact]
    public async Task Call_credentials_know_what_is_called()
    {
        var credentials = CallCredentials.FromInterceptor((context, metadata) =>
        {
            metadata.Add("x-for", $"{new Uri(context.ServiceUrl).AbsolutePath}/{context.MethodName}");
            return Task.CompletedTask;
        });
        using var channel = GrpcChannel.ForAddress(_server.Urls.First(), new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });

        await new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), new CallOptions(credentials: credentials));

        Assert.Equal("/grpc.testing.TestService/EmptyCall", _service.Seen!.GetValue("x-for"));
    }

    [Fact]
    public async Task Composed_credentials_all_have_their_say()
    {
        var both = CallCredentials.Compose(Saying("x-one", "1"), Saying("x-two", "2"));
        using var channel = GrpcChannel.ForAddress(_server.Urls.First(), new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });

        await new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), new CallOptions(credentials: both));

        Assert.Equal(("1", "2"), (_service.Seen!.GetValue("x-one"), _service.Seen!.GetValue("x-two")));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(4, false)]
    public async Task The_service_config_says_what_is_tried_again(int refusals, bool isWell)
    {
        var retry = new RetryPolicy { MaxAttempts = 4, InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(5), BackoffMultiplier = 1.5, RetryableStatusCodes = { StatusCode.Unavailable } };
        using var channel = Open(new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = retry } } });
        _service.Refusals = refusals;

        var call = new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty()).ResponseAsync;

        if (isWell)
        {
            await call;
            Assert.Equal("2", _service.Seen!.GetValue("grpc-previous-rpc-attempts"));
        }
        else
        {
            Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);
        }

        Assert.Equal(Math.Min(refusals + 1, 4), _service.Calls);
    }

    [Fact]
    public async Task Hedged_calls_take_the_first_good_answer()
    {
        var hedging = new HedgingPolicy { MaxAttempts = 3, HedgingDelay = TimeSpan.Zero, NonFatalStatusCodes = { StatusCode.Unavailable } };
        using var channel = Open(new ServiceConfig { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, HedgingPolicy = hedging } } });
        _service.Refusals = 2;

        await new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty());

        Assert.Equal(3, _service.Calls);
    }

    private static CallCredentials Saying(string name, string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add(name, value);
        return Task.CompletedTask;
    });

    private GrpcChannel Open(ServiceConfig? config = null) => GrpcChannel.ForAddress(_server.Urls.First(), new GrpcChannelOptions { ServiceConfig = config });

    /// <summary>Refuses so many calls, and keeps what the last said.</summary>
    private sealed class Unwilling : TestService.TestServiceBase
    {
        private int _calls;

        public int Refusals { get; set; }

        public int Calls => _calls;

        public Metadata? Seen { get; private set; }

        public override Task<Empty> EmptyCall(Empty request, ServerCallContext context)
        {
            var number = Interlocked.Increment(ref _calls);
            Seen = context.RequestHeaders;
            return number <= Refusals ? throw new RpcException(new Status(StatusCode.Unavailable, "later")) : Task.FromResult(new Empty());
        }
    }

    private sealed class Telling(string name, List<string> told) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            told.Add(name);
            return continuation(request, context);
        }
    }
}
