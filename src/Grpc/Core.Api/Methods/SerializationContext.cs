using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a message is written to.</summary>
public abstract class SerializationContext
{
    /// <summary>The message is these bytes; nothing may change them any more.</summary>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    /// <summary>Where to write it piece by piece, up to <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    /// <summary>How many bytes will come; they must be just so many.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>All of it was written.</summary>
    public virtual void Complete() => throw new NotSupportedException();
}

/// <summary>Where a message is read from.</summary>
public abstract class DeserializationContext
{
    /// <summary>Its bytes.</summary>
    public virtual int PayloadLength => throw new NotSupportedException();

    /// <summary>All of them, the reader's own.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException();

    /// <summary>All of them, until the reader returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException();
}
