using Grpc.Core;
using Grpc.Health.V1;
using ServiceHall.Gateway.Telemetry;
using RpcStatus = Grpc.Core.Status;

namespace ServiceHall.Gateway.Rpc;

/// <summary><c>grpc.health.v1.Health</c>: what <c>GET /healthz/ready</c> says, of the gateway and of each of its services.</summary>
internal sealed class HealthCalls(Readiness readiness, IHostApplicationLifetime host, TimeProvider machine) : Health.HealthBase
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly string[] Known = ["", V1.Intake.Descriptor.FullName, V1.Status.Descriptor.FullName];

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => Known.Contains(request.Service)
        ? new HealthCheckResponse { Status = await StatusAsync(context.CancellationToken) }
        : throw new RpcException(new RpcStatus(StatusCode.NotFound, "没有这个服务"));

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, host.ApplicationStopping);
        var told = HealthCheckResponse.Types.ServingStatus.Unknown;
        while (true)
        {
            var status = Known.Contains(request.Service) ? await StatusAsync(context.CancellationToken) : HealthCheckResponse.Types.ServingStatus.ServiceUnknown;
            if (status != told)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = told = status }, context.CancellationToken);
            }

            if (host.ApplicationStopping.IsCancellationRequested)
            {
                return;
            }

            await SleepAsync(either.Token);
        }
    }

    private async Task SleepAsync(CancellationToken cancellationToken) => await Task.Delay(LookAgain, machine, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<HealthCheckResponse.Types.ServingStatus> StatusAsync(CancellationToken cancellationToken) =>
        !host.ApplicationStopping.IsCancellationRequested && await readiness.IsReadyAsync(cancellationToken) ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing;
}
