namespace Grpc.Core;

/// <summary>Which side of a call sends more than one message.</summary>
public enum MethodType
{
    Unary,
    ClientStreaming,
    ServerStreaming,
    DuplexStreaming,
}
