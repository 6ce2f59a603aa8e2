namespace Grpc.Core;

/// <summary>How a message is written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>It may wait for the next one.</summary>
    BufferHint = 0x1,

    /// <summary>As it is, also where others are compressed.</summary>
    NoCompress = 0x2,
}

/// <summary>How messages are written from here on.</summary>
public class WriteOptions(WriteFlags flags = default)
{
    /// <summary>As the call writes them.</summary>
    public static readonly WriteOptions Default = new();

    public WriteFlags Flags { get; } = flags;
}
