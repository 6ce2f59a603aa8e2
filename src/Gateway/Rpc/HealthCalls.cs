using Grpc.Core;
using Grpc.Health.V1;
using ServiceHall.Gateway.Intake.Streams;
using ServiceHall.Gateway.Telemetry;
using RpcStatus = Grpc.Core.Status;

namespace ServiceHall.Gateway.Rpc;

/// <summary><c>grpc.health.v1.Health</c>: what <c>GET /healthz/ready</c> says, of the gateway and of each of its services. Anybody may ask, so however many do, it is looked at once a second.</summary>
internal sealed class HealthCalls(Readiness readiness, Uploads uploads, IHostApplicationLifetime host, TimeProvider machine) : Health.HealthBase
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly string[] Known = ["", V1.Intake.Descriptor.FullName, V1.Status.Descriptor.FullName];

    private readonly Lock _lock = new();
    private (long From, Task<bool> IsReady)? _latest;

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => Known.Contains(request.Service)
        ? new HealthCheckResponse { Status = await StatusAsync() }
        : throw new RpcException(new RpcStatus(StatusCode.NotFound, "没有这个服务"));

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, host.ApplicationStopping);
        var told = HealthCheckResponse.Types.ServingStatus.Unknown;
        do
        {
            var status = Known.Contains(request.Service) ? await StatusAsync() : HealthCheckResponse.Types.ServingStatus.ServiceUnknown;
            if (status != told)
            {
                await TellAsync(told = status);
            }

            await Task.Delay(LookAgain, machine, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!over.IsCancellationRequested);

        if (host.ApplicationStopping.IsCancellationRequested)
        {
            await TellAsync(HealthCheckResponse.Types.ServingStatus.NotServing);
        }

        Task TellAsync(HealthCheckResponse.Types.ServingStatus status) => Patience.WriteAsync(responseStream, new HealthCheckResponse { Status = status }, uploads.IdleLimit, machine, context.CancellationToken);
    }

    private async Task<HealthCheckResponse.Types.ServingStatus> StatusAsync() =>
        !host.ApplicationStopping.IsCancellationRequested && await LatestAsync() ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing;

    private Task<bool> LatestAsync()
    {
        lock (_lock)
        {
            if (_latest is not { } latest || (latest.IsReady.IsCompleted && machine.GetElapsedTime(latest.From) >= Fresh))
            {
                _latest = latest = (machine.GetTimestamp(), readiness.IsReadyAsync(CancellationToken.None));
            }

            return latest.IsReady;
        }
    }
}
