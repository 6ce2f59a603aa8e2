using System.Net;
using System.Net.Sockets;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>
/// The network between a gateway and its PostgreSQL. It can fall silent: whatever is sent then is lost, both ways, and neither side is told, as where a
/// cable is cut or a firewall drops.
/// </summary>
internal sealed class SilentProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _server;
    private readonly CancellationTokenSource _over = new();
    private readonly List<Way> _ways = [];
    private readonly Task _accepting;
    private volatile bool _isSilent;
    private int _left = int.MaxValue;

    /// <param name="server">The server's Unix socket.</param>
    public SilentProxy(string server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where a gateway finds the server.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on nothing comes through.</summary>
    public void FallSilent()
    {
        lock (_ways)
        {
            _isSilent = true;
            _ways.ForEach(way => way.IsCut = true);
        }
    }

    /// <summary>Breaks every connection at this message of gateways, and lets nobody through any more.</summary>
    public void BreakAfter(int messages)
    {
        lock (_ways)
        {
            _left = messages;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ways.ForEach(way => way.Dispose());
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var gateway = await _listener.AcceptSocketAsync(_over.Token);
                if (await ServerAsync() is not { } server)
                {
                    gateway.Dispose();
                    continue;
                }

                lock (_ways)
                {
                    var way = new Way(gateway, server) { IsCut = _isSilent };
                    _ways.Add(way);
                    _ = way.PassAsync(gateway, server, Count);
                    _ = way.PassAsync(server, gateway, () => { });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    // Null while the server is not there.
    private async Task<Socket?> ServerAsync()
    {
        var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_server), _over.Token);
            return server;
        }
        catch (SocketException)
        {
            server.Dispose();
            return null;
        }
    }

    // A message of a gateway: one sending of its provider's.
    private void Count()
    {
        lock (_ways)
        {
            if (_left-- <= 0)
            {
                _left = 0;
                _ways.ForEach(way => way.Dispose());
                _ways.Clear();
            }
        }
    }

    /// <summary>One connection. Where it is cut not even its end is told.</summary>
    private sealed class Way(Socket gateway, Socket server) : IDisposable
    {
        private volatile bool _isCut;

        public bool IsCut
        {
            get => _isCut;
            set => _isCut = value;
        }

        public async Task PassAsync(Socket from, Socket to, Action came)
        {
            var bytes = new byte[64 * 1024];
            try
            {
                while (await from.ReceiveAsync(bytes) is > 0 and var count)
                {
                    came();
                    if (!_isCut)
                    {
                        await to.SendAsync(bytes.AsMemory(0, count));
                    }
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // One end is gone.
            }

            if (!_isCut)
            {
                Dispose();
            }
        }

        public void Dispose()
        {
            gateway.Dispose();
            server.Dispose();
        }
    }
}
