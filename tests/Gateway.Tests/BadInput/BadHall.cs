using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>One gateway that is treated badly, and what may be said of it afterwards.</summary>
public sealed partial class BadHall : IAsyncLifetime
{
    private TestProvince _province = null!;

    internal TestHall Hall { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hall-").FullName;
        Own.Write(Path.Combine(folder, "departments"));
        _province = await TestProvince.StartAsync(TestHall.SampleMatters);
        Hall = await TestHall.StartAsync(_province, new() { ["Departments:Path"] = Path.Combine(folder, "departments"), ["Departments:ReloadEvery"] = "01:00:00" }, folder, services: Impatient);
    }

    public async Task DisposeAsync()
    {
        await Hall.DisposeAsync();
        await _province.DisposeAsync();
        TestStore.Remove(Hall.Folder);
    }

    /// <summary>Does something bad, and sees that it was refused as the contract says, and has left no trace.</summary>
    internal async Task RefusesAsync(int status, string code, Func<Task<Answer>> call)
    {
        var before = Seen();

        var answer = await call();

        IsProblem(answer, status, code);
        IsUntouched(before);
    }

    /// <summary>What is in the store, and the errors in the log.</summary>
    internal (string Rows, int Errors) Seen() => (Hall.Everything(), Hall.Log.Errors.Count);

    /// <summary>No row of any table is another than before, and no error was logged.</summary>
    internal void IsUntouched((string Rows, int Errors) before)
    {
        Assert.Empty(Hall.Log.Errors.Skip(before.Errors));
        Assert.Equal(before.Rows, Hall.Everything());
    }

    internal static void IsProblem(Answer answer, int status, string code)
    {
        Assert.True((status, code) == (answer.Status, answer.Code), $"{status} {code} was to come, and not {answer}");
        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType?.MediaType);
        IsProblem(Encoding.UTF8.GetString(answer.Body), status, code);
    }

    internal static void IsProblem(string body, int status, string code)
    {
        var problem = JsonNode.Parse(body)!;
        Assert.Equal((status, code, code), ((int)problem["status"]!, (string)problem["code"]!, (string)problem["title"]!));
        Assert.DoesNotMatch(Inside(), body);
    }

    /// <summary>What an answer must not tell: traces, types, files, statements.</summary>
    [GeneratedRegex(@"(?i)exception|stack|\bat [A-Z]\w+\.|\b(System|Microsoft|ServiceHall|Kestrel|SQLite)\b|\.cs\b|\bline \d|\bSELECT\b", RegexOptions.ExplicitCapture, 1000)]
    internal static partial Regex Inside();

    // The server's own patience: five seconds and 240 bytes a second would be long to wait for.
    private static void Impatient(IServiceCollection services) => services.Configure<KestrelServerOptions>(options =>
    {
        options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1000, gracePeriod: TimeSpan.FromSeconds(1.5));
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(2);
    });
}
