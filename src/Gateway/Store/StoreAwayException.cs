namespace ServiceHall.Gateway.Store;

/// <summary>The store can't be had now; later it may: whoever watches over the gateway starts it again.</summary>
internal sealed class StoreAwayException(string message, Exception? inner = null) : IOException(message, inner);
