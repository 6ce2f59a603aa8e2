using System.IO.Compression;
using Grpc.Net.Compression;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Rpc;

/// <summary><c>gzip</c>, but no message grows beyond the limit that it would have in plain.</summary>
internal sealed class BoundedGzip : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) => new Bounded(new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true));

    private sealed class Bounded(GZipStream plain) : Stream
    {
        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(plain.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Count(plain.Read(buffer));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                plain.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Count(int read) => (_read += read) <= RequestBody.Limit ? read : throw RpcProblem.Of(ProblemCodes.BodyTooLarge);
    }
}
