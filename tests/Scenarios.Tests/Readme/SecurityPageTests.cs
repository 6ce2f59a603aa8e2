using System.Security.Cryptography;
using System.Text;

namespace ServiceHall.Scenarios.Tests.Readme;

/// <summary><c>docs/security.md</c>: its vectors are right by the text that it describes, and so is its worked example.</summary>
public sealed class SecurityPageTests
{
    private const string Page = "docs/security.md";
    private const string Secret = "sample-secret-01";
    private const string Timestamp = "1795305600000";

    [Fact]
    public void The_vectors_are_right()
    {
        var vectors = Pages.Text(Page).Split('\n').Where(line => line.StartsWith("| GET", StringComparison.Ordinal) || line.StartsWith("| POST", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, vectors.Count);
        Assert.All(vectors, line =>
        {
            var cells = line.Trim('|').Split('|').Select(cell => cell.Trim(' ', '`')).ToArray();
            Assert.Equal(cells[4], Signature(cells[0], cells[1], cells[2], cells[3] == "none" ? "" : cells[3]));
        });
    }

    [Fact]
    public void The_worked_example_signs_the_second_vector()
    {
        var example = string.Join('\n', Pages.Tested(Page));

        Assert.Contains($@"'POST\n/v1/records\n{Timestamp}\n0123456789abcdef\n%s'", example, StringComparison.Ordinal);
        Assert.Contains($"prints `{Signature("POST", "/v1/records", "0123456789abcdef", """{"records":[]}""")}`", Pages.Text(Page), StringComparison.Ordinal);
    }

    private static string Signature(string method, string target, string nonce, string body)
    {
        var text = string.Join('\n', method, target, Timestamp, nonce, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))));
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));
    }
}
