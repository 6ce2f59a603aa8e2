using System.Security.Cryptography;
using System.Text;
using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Tests.Security;

public sealed class SignatureVectorTests
{
    [Theory]
    [InlineData("GET", "/v1/changes?after=&limit=500", "0123456789abcdef", "", "63b5ff7e2763d0b97268f7d12d85012d2f6f9205ccbad44b34b8a767d3acb84d")]
    [InlineData("POST", "/v1/records", "0123456789abcdef", """{"records":[]}""", "db8ee4a9e81b524ca29e024f2b05b322051b5dd28bb59ea11b85f4eca7ecd368")]
    [InlineData("GET", "/v1/cases?no=%E5%8A%9E%E3%80%942026%E3%80%951", "fedcba9876543210", "", "705b353550ce7920fc7903034a9ce0d9f5cdf466db186f68be7c30a62da0a0dd")]
    public void The_contracts_vectors_come_out(string method, string target, string nonce, string body, string signature)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

        var ours = SignedCalls.Signature("sample-secret-01"u8.ToArray(), method, target, "1795305600000", nonce, digest);

        Assert.Equal(signature, ours);
    }
}
