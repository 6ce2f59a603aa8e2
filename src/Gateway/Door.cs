using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway;

/// <summary>
/// Where callers come in: one address for REST, one for gRPC, or one for both. In clear a server can't tell HTTP/1.1 from HTTP/2 before the first word, so gRPC has a
/// port of its own there; over TLS both sides agree on it.
/// </summary>
internal sealed record Door(Uri Url, HttpProtocols Protocols)
{
    /// <summary>The doors of these settings, REST's first.</summary>
    public static IReadOnlyList<Door> Of(GatewaySettings settings)
    {
        var (rest, rpc) = (new Uri(settings.Http.Url), new Uri(settings.Grpc.Url));
        return IsTls(rest) && rest == rpc
            ? [new Door(rest, HttpProtocols.Http1AndHttp2)]
            : [new Door(rest, IsTls(rest) ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1), new Door(rpc, HttpProtocols.Http2)];
    }

    public void Open(KestrelServerOptions kestrel)
    {
        if (Url.Host == "localhost")
        {
            kestrel.ListenLocalhost(Url.Port, Listen);
        }
        else if (IPAddress.TryParse(Url.Host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, Url.Port, Listen);
        }
        else
        {
            // A name says which certificate is meant, not which of the machine's addresses.
            kestrel.ListenAnyIP(Url.Port, Listen);
        }
    }

    /// <summary>
    /// For the default address of gRPC, where nobody set another: several gateways on one machine each need one. Where it is taken, any other port of this machine
    /// is; the line at the start says which.
    /// </summary>
    public static Socket BindOrAnother(EndPoint wanted)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(wanted);
        try
        {
            // Only this finds out whether somebody listens there.
            socket.Listen();
            return socket;
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(((IPEndPoint)wanted).Address, 0));
        }
    }

    private static bool IsTls(Uri url) => url.Scheme == Uri.UriSchemeHttps;

    private void Listen(ListenOptions options)
    {
        options.Protocols = Protocols;
        if (IsTls(Url))
        {
            options.UseHttps();
        }
    }
}
