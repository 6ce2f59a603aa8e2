using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServiceHall.Rpc.Tests.Interop;

/// <summary>A server of HTTP/2 in clear with one service of the test's own, apart from the gateway.</summary>
internal static class RpcServer
{
    public static async Task<WebApplication> StartAsync<T>(T service, RequestDelegateAround? around = null)
        where T : class
    {
        var builder = Builder();
        builder.Services.AddSingleton(service).AddGrpc();
        var server = builder.Build();
        server.Use(next => context => around is null ? next(context) : around(context, next));
        server.MapGrpcService<T>();
        await server.StartAsync();
        return server;
    }

    /// <summary>One that knows nothing of gRPC.</summary>
    public static async Task<WebApplication> WithoutRpcAsync()
    {
        var server = Builder().Build();
        server.Run(context => context.Response.WriteAsync("nothing"));
        await server.StartAsync();
        return server;
    }

    private static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, door => door.Protocols = HttpProtocols.Http2));
        return builder;
    }
}

/// <summary>What stands around a service.</summary>
internal delegate Task RequestDelegateAround(HttpContext context, RequestDelegate next);
