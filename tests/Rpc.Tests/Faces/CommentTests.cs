using System.Text.RegularExpressions;
using ServiceHall.Tests;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>The protos are what an integrator reads: each field says what it means, with the hall's own term.</summary>
public sealed partial class CommentTests
{
    [Fact]
    public void Each_field_has_a_comment_with_its_Chinese_term()
    {
        var fields = Directory.EnumerateFiles(Path.Combine(Repository.Root, "protos", "servicehall", "v1"), "*.proto").SelectMany(File.ReadLines).Where(line => Field().IsMatch(line)).ToList();

        // As many as are declared: a pattern that finds none would be content.
        Assert.Equal(Declared().Sum(message => message.Fields.InDeclarationOrder().Count), fields.Count);
        Assert.DoesNotContain(fields, line => !Told().IsMatch(line));
    }

    private static IEnumerable<Google.Protobuf.Reflection.MessageDescriptor> Declared() =>
        new[] { V1.FindingsReflection.Descriptor, V1.IntakeReflection.Descriptor, V1.PartiesReflection.Descriptor, V1.RecordsReflection.Descriptor, V1.StatusReflection.Descriptor, V1.TasksReflection.Descriptor, V1.CrossRegionReflection.Descriptor }.SelectMany(file => file.MessageTypes);

    [GeneratedRegex(@"^\s+[\w. ]+ = \d+;", RegexOptions.None, 1000)]
    private static partial Regex Field();

    [GeneratedRegex(@"; +// .*\p{IsCJKUnifiedIdeographs}", RegexOptions.None, 1000)]
    private static partial Regex Told();
}
