using System.Buffers;

namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>A request's body in one rented piece, given back when disposed.</summary>
internal sealed class Body : IDisposable
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int length;

    private Body()
    {
    }

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    public static async Task<Body> ReadAsync(Stream from, CancellationToken cancellationToken)
    {
        var body = new Body();
        while (await from.ReadAsync(body.bytes.AsMemory(body.length), cancellationToken) is var read and > 0)
        {
            body.length += read;
            body.Widen();
        }

        return body;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);

    private void Widen()
    {
        if (length == bytes.Length)
        {
            var wider = ArrayPool<byte>.Shared.Rent(length * 2);
            bytes.CopyTo(wider, 0);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = wider;
        }
    }
}
