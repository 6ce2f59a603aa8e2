using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace ServiceHall.Gateway.Rpc;

/// <summary>What the gRPC face tells of itself to whoever asks by reflection: its services, and the files that declare them with all that they import.</summary>
internal sealed class Description
{
    private readonly IReadOnlyList<ServiceDescriptor> _services;
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);

    public Description(params IReadOnlyList<ServiceDescriptor> services)
    {
        _services = services;
        foreach (var service in services)
        {
            Add(service.File);
        }
    }

    /// <summary>The answer to one question.</summary>
    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var answer = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                answer.ListServicesResponse = new ListServiceResponse { Service = { _services.Select(service => new ServiceResponse { Name = service.FullName }) } };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                Tell(answer, _files.GetValueOrDefault(request.FileByFilename));
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                Tell(answer, _symbols.GetValueOrDefault(request.FileContainingSymbol));
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension or ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                // proto3 has no extensions but of options, and there are none here.
                Tell(answer, file: null);
                break;
            default:
                answer.ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.InvalidArgument, ErrorMessage = "没有提问" };
                break;
        }

        return answer;
    }

    private static void Tell(ServerReflectionResponse answer, FileDescriptor? file)
    {
        if (file is null)
        {
            answer.ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.NotFound, ErrorMessage = "没有这个名称" };
            return;
        }

        answer.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { WithImports(file).Distinct().Select(one => one.SerializedData) } };
    }

    private static IEnumerable<FileDescriptor> WithImports(FileDescriptor file) => file.Dependencies.SelectMany(WithImports).Prepend(file);

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var name in file.MessageTypes.SelectMany(Names).Concat(file.EnumTypes.SelectMany(Names)).Concat(file.Services.SelectMany(Names)))
        {
            _symbols[name] = file;
        }

        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
    }

    private static IEnumerable<string> Names(MessageDescriptor message) =>
        [message.FullName, .. message.Fields.InDeclarationOrder().Select(field => field.FullName), .. message.NestedTypes.SelectMany(Names), .. message.EnumTypes.SelectMany(Names)];

    private static IEnumerable<string> Names(EnumDescriptor type) => [type.FullName, .. type.Values.Select(value => value.FullName)];

    private static IEnumerable<string> Names(ServiceDescriptor service) => [service.FullName, .. service.Methods.Select(method => method.FullName)];
}
