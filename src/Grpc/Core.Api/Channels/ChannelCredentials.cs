namespace Grpc.Core;

/// <summary>How a channel knows its server, and what goes with each call.</summary>
public abstract class ChannelCredentials
{
    /// <summary>Nothing is known, nothing is hidden.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>TLS, as the machine trusts.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>Whether <see cref="Create"/> can add to them.</summary>
    public virtual bool IsComposable => false;

    /// <summary>The channel's, and what goes with each of its calls.</summary>
    /// <exception cref="ArgumentException">Nothing can be added to those: what goes with a call would go in clear.</exception>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return channelCredentials.IsComposable
            ? new CompositeChannelCredentials(channelCredentials, callCredentials)
            : throw new ArgumentException("What goes with a call would go in clear.", nameof(channelCredentials));
    }

    /// <summary>Tells a channel what it is to do.</summary>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state);

    private sealed class InsecureCredentials : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) => configurator.SetInsecureCredentials(state!);
    }

    private sealed class CompositeChannelCredentials(ChannelCredentials channel, CallCredentials call) : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) => configurator.SetCompositeCredentials(state!, channel, call);
    }
}

/// <summary>TLS.</summary>
public sealed class SslCredentials : ChannelCredentials
{
    /// <summary>As the machine trusts, without a certificate of one's own.</summary>
    public SslCredentials()
        : this(rootCertificates: null)
    {
    }

    public SslCredentials(string? rootCertificates)
        : this(rootCertificates, keyCertificatePair: null)
    {
    }

    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair)
        : this(rootCertificates, keyCertificatePair, verifyPeerCallback: null)
    {
    }

    /// <param name="rootCertificates">PEM; null: as the machine trusts.</param>
    /// <param name="keyCertificatePair">The client's own.</param>
    /// <param name="verifyPeerCallback">Has the last word.</param>
    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) =>
        (RootCertificates, KeyCertificatePair, VerifyPeerCallback) = (rootCertificates, keyCertificatePair, verifyPeerCallback);

    public string? RootCertificates { get; }

    public KeyCertificatePair? KeyCertificatePair { get; }

    /// <inheritdoc/>
    public override bool IsComposable => true;

    private VerifyPeerCallback? VerifyPeerCallback { get; }

    /// <inheritdoc/>
    public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.SetSslCredentials(state!, RootCertificates, KeyCertificatePair, VerifyPeerCallback);
    }
}

/// <summary>A certificate chain and its private key, both PEM.</summary>
public sealed class KeyCertificatePair(string certificateChain, string privateKey)
{
    public string CertificateChain => certificateChain;

    public string PrivateKey => privateKey;
}

/// <summary>Whether this server is the one.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);

/// <summary>A server that says who it is.</summary>
public class VerifyPeerContext
{
    internal VerifyPeerContext(string targetHost, string peerPem) => (TargetHost, PeerPem) = (targetHost, peerPem);

    public string TargetHost { get; }

    /// <summary>Its certificate.</summary>
    public string PeerPem { get; }
}

/// <summary>What a channel is told of its credentials.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    public abstract void SetInsecureCredentials(object state);

    public abstract void SetSslCredentials(object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    public abstract void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
