using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ServiceHall.Rpc.Tests.Clients;
using ServiceHall.Tests;

namespace ServiceHall.Rpc.Tests.Interop;

/// <summary>gRPC's official interop client (Debian's ruby-grpc) against the served server on our two assemblies.</summary>
public sealed class InteropTests : IAsyncLifetime
{
    private WebApplication _server = null!;

    // Links may lead round in a ring.
    private static readonly EnumerationOptions WithoutLinks = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Where Debian has it; null where it has not.</summary>
    public static string? Client { get; } = new[] { "/usr/lib", "/usr/share/rubygems-integration" }.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "client.rb", WithoutLinks))
        .FirstOrDefault(file => file.EndsWith("src/ruby/pb/test/client.rb", StringComparison.Ordinal));

    public async Task InitializeAsync() => _server = await RpcServer.StartAsync(new TestServiceCalls(), EchoAsync);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [InteropTheory]
    [InlineData("empty_unary")]
    [InlineData("large_unary")]
    [InlineData("client_compressed_unary")]
    [InlineData("client_streaming")]
    [InlineData("client_compressed_streaming")]
    [InlineData("server_streaming")]
    [InlineData("ping_pong")]
    [InlineData("timeout_on_sleeping_server")]
    [InlineData("empty_stream")]
    [InlineData("cancel_after_begin")]
    [InlineData("cancel_after_first_response")]
    [InlineData("unimplemented_method")]
    [InlineData("unimplemented_service")]
    [InlineData("status_code_and_message")]
    [InlineData("custom_metadata")]
    public Task The_official_client_is_content(string testCase) => RunAsync(_server, testCase);

    [InteropTheory]
    [InlineData("empty_unary")]
    [InlineData("custom_metadata")]
    public async Task It_is_not_content_with_anything(string testCase)
    {
        await using var other = await RpcServer.WithoutRpcAsync();

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => RunAsync(other, testCase));
    }

    private static Task<IReadOnlyList<string>> RunAsync(WebApplication server, string testCase) => Programs.RunAsync(
        "ruby", environment: null, Client!, "--server_host", "127.0.0.1", "--server_port", new Uri(server.Urls.First()).Port.ToString(CultureInfo.InvariantCulture), "--test_case", testCase);

    // What custom_metadata asks of a server: one header and one trailer of the caller's, as they came.
    private static Task EchoAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.TryGetValue("x-grpc-test-echo-initial", out var header))
        {
            context.Response.Headers["x-grpc-test-echo-initial"] = header;
        }

        if (context.Request.Headers.TryGetValue("x-grpc-test-echo-trailing-bin", out var trailer))
        {
            context.Response.AppendTrailer("x-grpc-test-echo-trailing-bin", trailer);
        }

        return next(context);
    }
}

/// <summary>A theory that needs the official interop client.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InteropTheoryAttribute : TheoryAttribute
{
    public InteropTheoryAttribute() => Skip = Missing.SkipUnless(InteropTests.Client is not null, "needs Debian's ruby-grpc");
}
