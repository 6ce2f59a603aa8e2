using System.Threading.Channels;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Cases that have something new to deliver, from intake to the dispatchers. Losing one loses nothing: the store knows, and is asked again.</summary>
internal sealed class Wakeups
{
    private readonly List<Channel<long>> _listeners = [];

    /// <summary>A dispatcher's own queue; call before anything is woken.</summary>
    public ChannelReader<long> Listen()
    {
        var channel = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });
        _listeners.Add(channel);
        return channel.Reader;
    }

    public void Wake(IEnumerable<long> subjects)
    {
        foreach (var subject in subjects)
        {
            foreach (var listener in _listeners)
            {
                listener.Writer.TryWrite(subject);
            }
        }
    }
}
