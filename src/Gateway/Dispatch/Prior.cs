namespace ServiceHall.Gateway.Dispatch;

/// <summary>How a record stands that goes before another to the same platform.</summary>
internal enum Prior
{
    /// <summary>Nothing is to be waited for: the platform has it or is not to be told of it, or it has its place in the same lane.</summary>
    There,

    /// <summary>The platform does not have it.</summary>
    Missing,

    /// <summary>The platform does not have it, and the lane is noted as one to look at again when it has.</summary>
    Awaited,
}
