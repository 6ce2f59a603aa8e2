using ServiceHall.Model.DataFiles;

namespace ServiceHall.Model.Tests.DataFiles;

public sealed class CsvFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_byte_order_mark_carriage_returns_empty_lines_and_quotes_are_read()
    {
        var path = folder.Write("a.csv", "\uFEFFcode,name,note\r\n1,\"a,\"\"b\"\"\",\r\n\r\n2,\"\",x\r\n3,c");

        var rows = new CsvFile(path).Rows("code", "name");

        Assert.Equal<string[]>([["1", "a,\"b\"", ""], ["2", "", "x"], ["3", "c"]], rows.Select(row => row.Fields.ToArray()));
    }

    [Fact]
    public void Fields_keep_their_white_space()
    {
        var path = folder.Write("a.csv", "code,name\n1\t, a \n");

        Assert.Equal(["1\t", " a "], new CsvFile(path).Rows("code", "name").Single().Fields);
    }

    [Theory]
    [InlineData("", "1: the header must begin with code,name")]
    [InlineData("name,code\n", "1: the header must begin with code,name")]
    [InlineData("code\n", "1: the header must begin with code,name")]
    [InlineData("code,name\n1,a\n\n2\n", "4: 1 fields; the header has 2")]
    [InlineData("code,name\n1,a,b\n", "2: 3 fields; the header has 2")]
    [InlineData("code,name\n1,\"a\n", "2: a quote is not closed")]
    [InlineData("code,name\n1,\"a\"b\n", "2: text after a closing quote")]
    public void What_is_wrong_is_said_with_file_and_line(string text, string message)
    {
        var path = folder.Write("a.csv", text);

        var fault = Assert.Throws<InvalidDataException>(() => new CsvFile(path).Rows("code", "name"));

        Assert.Equal($"{path}:{message}", fault.Message);
    }

    [Fact]
    public void A_file_saved_as_GBK_is_refused_at_the_line_that_shows_it()
    {
        var path = folder.Write("a.csv", [.. "code,name\n1,"u8, 0xCA, 0xBE, 0xC0, 0xFD, 0xCF, 0xD8, (byte)'\n']);

        var fault = Assert.Throws<InvalidDataException>(() => new CsvFile(path).Rows("code", "name"));

        Assert.StartsWith($"{path}:2: not UTF-8", fault.Message, StringComparison.Ordinal);
    }
}
