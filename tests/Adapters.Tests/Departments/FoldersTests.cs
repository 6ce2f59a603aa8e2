using ServiceHall.Adapters.Departments;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>Which state of the folders is which.</summary>
public sealed class FoldersTests
{
    private const string Yaml = """
        format: json
        department: d
        key: k
        content: $
        kinds: [{kind: case.step, data: {a: {path: x, table: one}, b: {path: y, table: two}}}]
        """;

    [Fact]
    public void Files_that_change_their_names_make_another_version()
    {
        using var folder = Folder();
        var before = DepartmentFolders.Load(folder.Root).Version;

        // The two tables trade places: the same bytes, another meaning.
        folder.Write("rs/tables/one.csv", "code,word\n2,b\n");
        folder.Write("rs/tables/two.csv", "code,word\n1,a\n");

        Assert.NotEqual(before, DepartmentFolders.Load(folder.Root).Version);
    }

    [Theory]
    [InlineData("rs/tables/~$one.csv")]
    [InlineData("rs/tables/.~lock.one.csv#")]
    [InlineData("rs/.mapping.yaml.swp")]
    [InlineData("rs/mapping.yaml~")]
    [InlineData(".git/rs/mapping.yaml")]
    [InlineData("rs/tables/old/one.csv")]
    [InlineData("README.md")]
    public void What_lies_beside_the_files_is_none_of_them(string name)
    {
        using var folder = Folder();
        var before = DepartmentFolders.Load(folder.Root);

        folder.Write(name, "\0 not of ours");

        var after = DepartmentFolders.Load(folder.Root);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(["rs"], after.Names);
    }

    [Fact]
    public void A_look_changes_with_a_name_a_size_or_a_time_and_with_nothing_else()
    {
        using var folder = Folder();
        var file = Path.Combine(folder.Root, "rs", "tables", "one.csv");
        var before = DepartmentFolders.Look(folder.Root);
        Assert.Equal(before, DepartmentFolders.Look(folder.Root));

        var written = File.GetLastWriteTimeUtc(file);
        File.SetLastWriteTimeUtc(file, written.AddSeconds(1));
        Assert.NotEqual(before, DepartmentFolders.Look(folder.Root));
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal(before, DepartmentFolders.Look(folder.Root));

        File.AppendAllText(file, "9,z\n");
        File.SetLastWriteTimeUtc(file, written);
        Assert.NotEqual(before, DepartmentFolders.Look(folder.Root));
        Assert.Equal("", DepartmentFolders.Look(Path.Combine(folder.Root, "nowhere")));
    }

    [Fact]
    public void Behind_a_link_it_is_the_file_that_counts()
    {
        using var folder = Folder();
        using var elsewhere = new TemporaryFolder();
        var real = elsewhere.Write("one.csv", "code,word\n1,a\n");
        var link = Path.Combine(folder.Root, "rs", "tables", "one.csv");
        File.Delete(link);
        File.CreateSymbolicLink(link, real);
        var before = DepartmentFolders.Look(folder.Root);

        File.AppendAllText(real, "9,z\n");

        Assert.NotEqual(before, DepartmentFolders.Look(folder.Root));
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        folder.Write("rs/mapping.yaml", Yaml);
        folder.Write("rs/tables/one.csv", "code,word\n1,a\n");
        folder.Write("rs/tables/two.csv", "code,word\n2,b\n");
        return folder;
    }
}
