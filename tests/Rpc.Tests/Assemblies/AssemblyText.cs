using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ServiceHall.Rpc.Tests.Assemblies;

/// <summary>An assembly's own metadata, as lines: what it refers to in another, and what it has itself.</summary>
internal sealed class AssemblyText : IDisposable
{
    private static readonly SignatureNames Names = new();

    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    public AssemblyText(string file)
    {
        _file = new PEReader(File.OpenRead(file));
        _reader = _file.GetMetadataReader();
    }

    public string FullName => _reader.GetAssemblyDefinition().GetAssemblyName().FullName;

    /// <summary>The assemblies it refers to, in full.</summary>
    public IEnumerable<string> Assemblies() => _reader.AssemblyReferences.Select(handle => _reader.GetAssemblyReference(handle).GetAssemblyName().FullName);

    /// <summary>Types and members of these assemblies that it refers to.</summary>
    public IEnumerable<string> RefersTo(IReadOnlyCollection<string> assemblies)
    {
        var types = _reader.TypeReferences.Where(handle => assemblies.Contains(AssemblyOf(handle))).ToHashSet();
        var members = _reader.MemberReferences.Select(_reader.GetMemberReference)
            .Where(member => TypeOf(member.Parent) is { } type && types.Contains(type))
            .Select(member => $"{Name(TypeOf(member.Parent)!.Value)}::{Member(member)}");
        return types.Select(Name).Concat(members).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Types and members that others can see.</summary>
    public IEnumerable<string> Has()
    {
        foreach (var handle in _reader.TypeDefinitions)
        {
            var type = _reader.GetTypeDefinition(handle);
            var name = Names.GetTypeFromDefinition(_reader, handle, rawTypeKind: 0);
            yield return name;
            foreach (var method in type.GetMethods().Select(_reader.GetMethodDefinition).Where(method => (method.Attributes & System.Reflection.MethodAttributes.MemberAccessMask) > System.Reflection.MethodAttributes.Assembly))
            {
                yield return $"{name}::{Signature(_reader.GetString(method.Name), method.DecodeSignature(Names, genericContext: null))}";
            }

            foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition).Where(field => (field.Attributes & System.Reflection.FieldAttributes.FieldAccessMask) > System.Reflection.FieldAttributes.Assembly))
            {
                yield return $"{name}::{field.DecodeSignature(Names, genericContext: null)} {_reader.GetString(field.Name)}";
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Signature(string name, MethodSignature<string> signature) =>
        $"{signature.ReturnType} {name}`{signature.GenericParameterCount}({string.Join(',', signature.ParameterTypes)})";

    private string Member(MemberReference member) => member.GetKind() == MemberReferenceKind.Method
        ? Signature(_reader.GetString(member.Name), member.DecodeMethodSignature(Names, genericContext: null))
        : $"{member.DecodeFieldSignature(Names, genericContext: null)} {_reader.GetString(member.Name)}";

    private string Name(TypeReferenceHandle type) => Names.GetTypeFromReference(_reader, type, rawTypeKind: 0);

    private string AssemblyOf(TypeReferenceHandle handle)
    {
        var scope = _reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => AssemblyOf((TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => _reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            _ => "",
        };
    }

    // The type itself, or the one that a generic type is made of.
    private TypeReferenceHandle? TypeOf(EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
        {
            return (TypeReferenceHandle)parent;
        }

        if (parent.Kind != HandleKind.TypeSpecification)
        {
            return null;
        }

        var signature = _reader.GetBlobReader(_reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        signature.ReadCompressedInteger();
        var generic = signature.ReadTypeHandle();
        return generic.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)generic : null;
    }
}
