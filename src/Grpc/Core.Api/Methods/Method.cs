namespace Grpc.Core;

/// <summary>A method, whatever its messages are.</summary>
public interface IMethod
{
    MethodType Type { get; }

    /// <summary>With its package.</summary>
    string ServiceName { get; }

    string Name { get; }

    /// <summary><c>/service/method</c>, as it is called.</summary>
    string FullName { get; }
}

/// <summary>A method and how its messages become bytes.</summary>
public class Method<TRequest, TResponse> : IMethod
{
    public Method(MethodType type, string serviceName, string name, Marshaller<TRequest> requestMarshaller, Marshaller<TResponse> responseMarshaller)
    {
        ArgumentNullException.ThrowIfNull(serviceName);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(requestMarshaller);
        ArgumentNullException.ThrowIfNull(responseMarshaller);
        (Type, ServiceName, Name, FullName) = (type, serviceName, name, $"/{serviceName}/{name}");
        (RequestMarshaller, ResponseMarshaller) = (requestMarshaller, responseMarshaller);
    }

    /// <inheritdoc/>
    public MethodType Type { get; }

    /// <inheritdoc/>
    public string ServiceName { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string FullName { get; }

    public Marshaller<TRequest> RequestMarshaller { get; }

    public Marshaller<TResponse> ResponseMarshaller { get; }
}
