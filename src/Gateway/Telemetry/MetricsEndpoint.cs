using System.Net;
using System.Security.Cryptography;
using System.Text;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Telemetry;

/// <summary><c>GET /metrics</c>, for callers on this machine, and for those who have the token.</summary>
internal sealed class MetricsEndpoint(MeterReadings readings, GatewaySettings settings)
{
    public Task GetAsync(HttpContext context)
    {
        if (!IsFromHere(context) && !HasToken(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problem.AnswerAsync(context, ProblemCodes.NotSigned);
        }

        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(PrometheusText.Write(readings.Read()), context.RequestAborted);
    }

    // A proxy on this machine passes on callers from elsewhere, and says so.
    private static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private bool HasToken(HttpRequest request) =>
        settings.Telemetry.MetricsToken is { Length: > 0 } token
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}")), SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString())));
}
