namespace ServiceHall.Gateway.Store;

/// <summary>Where one delivery stands (contract section 4); exactly one of these. Below <see cref="Confirmed"/> it is open.</summary>
internal enum DeliveryState
{
    /// <summary>待发.</summary>
    Pending = 0,

    /// <summary>等待: the platform is away or closed, or another goes first; the row says why and until when.</summary>
    Waiting = 1,

    /// <summary>已发: a call with it is under way.</summary>
    Sent = 2,

    /// <summary>结果不明.</summary>
    Unknown = 3,

    /// <summary>已确认.</summary>
    Confirmed = 4,

    /// <summary>随他件报送.</summary>
    Carried = 5,

    /// <summary>被拒.</summary>
    Refused = 6,

    /// <summary>已被更正取代.</summary>
    Superseded = 7,

    /// <summary>不报送.</summary>
    NotForThisPlatform = 8,
}

/// <summary>The contract's words for states.</summary>
internal static class StateWords
{
    public static string Word(this Enum state)
    {
        var name = state.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
