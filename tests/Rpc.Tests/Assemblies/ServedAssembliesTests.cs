using System.Reflection;

namespace ServiceHall.Rpc.Tests.Assemblies;

/// <summary>
/// A type or member that the served assemblies want and ours lack would show only when it is called. What they want stands in their metadata.
/// </summary>
public sealed class ServedAssembliesTests
{
    private static readonly string[] Ours = ["Grpc.Core.Api", "Grpc.Net.Common"];
    private static readonly string[] Served = ["Grpc.AspNetCore.Server", "Grpc.Net.Client"];

    [Theory]
    [MemberData(nameof(ServedOnes))]
    public void Everything_that_it_refers_to_in_ours_is_there(string served)
    {
        var has = Ours.SelectMany(ours =>
        {
            using var text = Open(ours);
            return text.Has().ToList();
        }).ToHashSet(StringComparer.Ordinal);
        using var assembly = Open(served);
        var wanted = assembly.RefersTo(Ours).ToList();

        Assert.True(wanted.Count > 50, $"{wanted.Count} were found: that can't be all.");
        Assert.Empty(wanted.Except(has, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ServedOnes))]
    public void It_knows_ours_by_name_version_and_key(string served)
    {
        using var assembly = Open(served);
        var wanted = assembly.Assemblies().Where(one => Ours.Contains(new AssemblyName(one).Name)).Order(StringComparer.Ordinal).ToList();
        var names = Ours.Select(ours =>
        {
            using var text = Open(ours);
            return text.FullName;
        }).ToList();

        Assert.NotEmpty(wanted);
        Assert.All(wanted, one => Assert.Contains(one, names));
    }

    public static TheoryData<string> ServedOnes() => [.. Served];

    private static AssemblyText Open(string name) => new(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
}
