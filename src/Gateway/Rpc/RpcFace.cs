using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ServiceHall.Gateway.Api;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace ServiceHall.Gateway.Rpc;

/// <summary>The gRPC face: its services, what surrounds them, and what its connections may do.</summary>
internal static class RpcFace
{
    // Of one connection: a client library opens one, and a province's reader may watch for many departments on it.
    private const int MostStreams = 1000;

    private static readonly TimeSpan AskWhetherThere = TimeSpan.FromSeconds(30);

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<RpcCallers>().AddSingleton<RpcEdge>().AddSingleton<CallGuard>();
        services.AddSingleton<IntakeCalls>().AddSingleton<StatusCalls>().AddSingleton<TaskCalls>().AddSingleton<CrossRegionCalls>().AddSingleton<HealthCalls>().AddSingleton<ReflectionCalls>().AddSingleton<OldReflectionCalls>();
        services.AddSingleton(new Description(
            V1.Intake.Descriptor, V1.Status.Descriptor, V1.Tasks.Descriptor, V1.CrossRegion.Descriptor, Grpc.Health.V1.Health.Descriptor, Grpc.Reflection.V1.ServerReflection.Descriptor, V1Alpha.ServerReflection.Descriptor));
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = RequestBody.Limit;
            options.MaxSendMessageSize = null;
            options.CompressionProviders = [new BoundedGzip()];

            // What is not there is answered at the edge, with a code like all the rest.
            options.IgnoreUnknownServices = true;
            options.Interceptors.Add<CallGuard>();
        });
    }

    /// <summary>What the server may take on a connection of HTTP/2.</summary>
    public static void Limit(KestrelServerLimits limits)
    {
        limits.Http2.MaxStreamsPerConnection = MostStreams;
        limits.Http2.KeepAlivePingDelay = AskWhetherThere;
    }

    /// <summary>To a call that is not gRPC's, its methods are no paths.</summary>
    public static void Hide(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null)
        {
            context.SetEndpoint(null);
        }
    }

    public static void Map(WebApplication app)
    {
        // Not of the REST face, whose description and 405 know nothing of them.
        app.MapGrpcService<IntakeCalls>().ExcludeFromDescription();
        app.MapGrpcService<StatusCalls>().ExcludeFromDescription();
        app.MapGrpcService<TaskCalls>().ExcludeFromDescription();
        app.MapGrpcService<CrossRegionCalls>().ExcludeFromDescription();
        app.MapGrpcService<HealthCalls>().ExcludeFromDescription();
        app.MapGrpcService<ReflectionCalls>().ExcludeFromDescription();
        app.MapGrpcService<OldReflectionCalls>().ExcludeFromDescription();
    }
}
