using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>A .NET caller who signs as contract section 1 says, by an interceptor of its own.</summary>
internal sealed class SignedRpc : IDisposable
{
    private readonly GrpcChannel _channel;

    public SignedRpc(Uri gateway, string key, string secret)
    {
        _channel = GrpcChannel.ForAddress(gateway, new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        var signed = _channel.Intercept(new Signer(key, secret));
        (Invoker, Intake, Status) = (signed, new V1.Intake.IntakeClient(signed), new V1.Status.StatusClient(signed));
        (Tasks, CrossRegion) = (new V1.Tasks.TasksClient(signed), new V1.CrossRegion.CrossRegionClient(signed));
    }

    /// <summary>For methods that no client has.</summary>
    public CallInvoker Invoker { get; }

    public V1.Intake.IntakeClient Intake { get; }

    public V1.Status.StatusClient Status { get; }

    public V1.Tasks.TasksClient Tasks { get; }

    public V1.CrossRegion.CrossRegionClient CrossRegion { get; }

    /// <summary>Without a signature.</summary>
    public GrpcChannel Channel => _channel;

    public void Dispose() => _channel.Dispose();

    /// <summary>The stable code of what went wrong.</summary>
    public static string CodeOf(RpcException fault) => DetailsOf(fault).Details.Select(one => one.TryUnpack(out Google.Rpc.ErrorInfo info) ? info.Reason : null).First(one => one is not null)!;

    /// <summary>The fields that are wrong, with the rules they break.</summary>
    public static List<(string Field, string Rule, string Message)> ErrorsOf(RpcException fault) =>
        [.. DetailsOf(fault).Details.Single(one => one.Is(Google.Rpc.BadRequest.Descriptor)).Unpack<Google.Rpc.BadRequest>().FieldViolations.Select(one => (one.Field, one.Reason, one.Description))];

    public static Google.Rpc.Status DetailsOf(RpcException fault) => Google.Rpc.Status.Parser.ParseFrom(fault.Trailers.GetValueBytes("grpc-status-details-bin"));

    private sealed class Signer(string key, string secret) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, Signed(context));

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(request, Signed(context));

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(Signed(context));

        private ClientInterceptorContext<TRequest, TResponse> Signed<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class
        {
            var metadata = new Metadata();
            foreach (var entry in context.Options.Headers ?? Metadata.Empty)
            {
                metadata.Add(entry);
            }

            var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
            var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"POST\n{context.Method.FullName}\n{timestamp}\n{nonce}\nGRPC"));
            metadata.Add("x-servicehall-key", key);
            metadata.Add("x-servicehall-timestamp", timestamp);
            metadata.Add("x-servicehall-nonce", nonce);
            metadata.Add("x-servicehall-signature", Convert.ToHexStringLower(signature));
            return new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(metadata));
        }
    }
}
