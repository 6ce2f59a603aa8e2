using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests;

/// <summary><c>deploy/</c> is not run here; what it names exists.</summary>
public sealed partial class DeployTests
{
    private static readonly string Unit = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "servicehall.service"));
    private static readonly string Image = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "Dockerfile"));
    private static readonly string Program = typeof(GatewayHost).Assembly.GetName().Name + ".dll";

    [Fact]
    public void Every_setting_it_sets_is_one()
    {
        var known = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "appsettings.sample.json")).Build()
            .AsEnumerable().Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);

        var named = Setting().Matches(Unit + Image).Select(setting => setting.Value.Replace("__", ":", StringComparison.Ordinal)).Distinct().Where(name => !name.StartsWith("Kestrel:", StringComparison.Ordinal)).ToList();

        Assert.Contains("Store:KeyFile", named);
        Assert.Equal([], named.Except(known));
    }

    [Fact]
    public void Both_start_the_program_that_is_built()
    {
        Assert.Contains($"ExecStart=/usr/bin/dotnet /opt/servicehall/{Program}\n", Unit, StringComparison.Ordinal);
        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"/opt/servicehall/{Program}\"]", Image, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_has_the_time_that_the_host_takes()
    {
        var seconds = int.Parse(Regex.Match(Unit, "^TimeoutStopSec=(?<seconds>[0-9]+)s$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["seconds"].Value, CultureInfo.InvariantCulture);

        Assert.True(TimeSpan.FromSeconds(seconds) > new HostOptions().ShutdownTimeout);
    }

    [Theory]
    [InlineData("DynamicUser=yes")]
    [InlineData("ProtectSystem=strict")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("StateDirectory=servicehall")]
    [InlineData("LoadCredential=data-keys.json:")]
    [InlineData("Restart=on-failure")]
    [InlineData("RestartPreventExitStatus=2")]
    public void The_service_is_held_tight(string line) => Assert.Contains("\n" + line, Unit, StringComparison.Ordinal);

    [Fact]
    public void What_the_image_copies_is_in_the_repository()
    {
        var copied = Image.Split('\n').Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')[1..^1]).ToList();

        Assert.NotEmpty(copied);
        Assert.Equal([], copied.Where(path => !Path.Exists(Path.Combine(Repository.Root, path))));
        Assert.Contains("global.json", copied);
    }

    [Fact]
    public void What_the_build_takes_from_outside_src_is_copied_into_the_image()
    {
        var taken = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => Outside().Matches(File.ReadAllText(file)).Select(match => match.Groups["path"].Value.Replace('\\', '/')))
            .Where(path => !path.StartsWith("src/", StringComparison.Ordinal)).Distinct().ToList();

        Assert.Contains("docs/openapi.json", taken);
        Assert.Equal([], taken.Where(path => !Image.Contains($"COPY {path} ", StringComparison.Ordinal) && !Image.Contains($"COPY {path.Split('/')[0]} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_image_names_no_registry_and_nobody_is_root_in_it()
    {
        var from = Image.Split('\n').Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).ToList();

        Assert.Equal(["FROM ${SDK_IMAGE} AS build", "FROM ${RUNTIME_IMAGE}"], from);
        Assert.Matches("(?m)^USER [1-9][0-9]*:[1-9][0-9]*$", Image);
        Assert.Contains("VOLUME /var/lib/servicehall", Image, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_asks_for_its_health_where_the_gateway_tells_it()
    {
        Assert.Contains("HEALTHCHECK", Image, StringComparison.Ordinal);
        Assert.Contains("/healthz/ready", Image, StringComparison.Ordinal);
        Assert.Contains("MapGet(\"/healthz/ready\"", File.ReadAllText(Path.Combine(Repository.Root, "src", "Gateway", "GatewayHost.cs")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Include=""\.\.\\\.\.\\(?<path>[^""]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Outside();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(__[A-Za-z0-9]+)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
