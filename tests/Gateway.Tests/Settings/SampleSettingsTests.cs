using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using ServiceHall.Adapters.Resilience;
using ServiceHall.Gateway.Settings;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Settings;

/// <summary><c>appsettings.sample.json</c> is what the settings classes are: it binds, it may start, it names everything and tells the true defaults.</summary>
public sealed class SampleSettingsTests
{
    // What has no default: the sample shows an example in its place.
    private static readonly string[] Examples = ["Hall:Division", "Hall:Name", "Platforms:OneWindow:BaseUrl", "Platforms:OneWindow:PaasId", "Platforms:OneWindow:Token", "Platforms:Transfer:BaseUrl", "Platforms:Transfer:Token"];

    private static readonly IConfigurationRoot Sample = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "appsettings.sample.json")).Build();

    [Fact]
    public void It_binds_and_may_start_in_Development()
    {
        var settings = Sample.Get<GatewaySettings>(options => options.ErrorOnUnknownConfiguration = true)!;

        Assert.Empty(SettingsCheck.Mistakes(settings, isDevelopment: true));
        Assert.Equal(["mz", "operator"], settings.Clients.Select(client => client.Key));
    }

    [Fact]
    public void It_may_start_in_Development_with_the_platform_enabled()
    {
        var settings = Sample.Get<GatewaySettings>()!;
        settings.Platforms.OneWindow.Enabled = true;

        Assert.Empty(SettingsCheck.Mistakes(settings, isDevelopment: true));
    }

    [Fact]
    public void It_names_every_setting()
    {
        var named = Sample.AsEnumerable().Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], Names(typeof(GatewaySettings), "").Except(named));
    }

    [Fact]
    public void It_tells_the_defaults_that_hold()
    {
        var defaults = new GatewaySettings();
        var told = Sample.Get<GatewaySettings>()!;

        var wrong = Names(typeof(GatewaySettings), "")
            .Where(name => !name.Contains(":0:", StringComparison.Ordinal) && !Examples.Contains(name) && name != "Platforms:OneWindow:RetrySchedule")
            .Where(name => !Equals(Value(defaults, name), Value(told, name)));

        Assert.Empty(wrong);
        Assert.Equal(OneWindowSettings.DefaultRetrySchedule, told.Platforms.OneWindow.RetrySchedule);
    }

    // The names as configuration has them: a list's items by their first, a value of its own by itself.
    private static IEnumerable<string> Names(Type type, string prefix)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var name = prefix + property.Name;
            if (IsSettings(property.PropertyType))
            {
                foreach (var inner in Names(property.PropertyType, $"{name}:"))
                {
                    yield return inner;
                }
            }
            else if (property.PropertyType.IsGenericType && IsSettings(property.PropertyType.GenericTypeArguments[0]))
            {
                foreach (var inner in Names(property.PropertyType.GenericTypeArguments[0], $"{name}:0:"))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return name;
            }
        }
    }

    private static bool IsSettings(Type type) => type.Namespace == typeof(GatewaySettings).Namespace || type.Namespace == typeof(HttpResilienceOptions).Namespace;

    private static object? Value(object settings, string name)
    {
        object? value = settings;
        foreach (var part in name.Split(':'))
        {
            value = value!.GetType().GetProperty(part)!.GetValue(value);
        }

        return value is IList list && list.Count == 0 ? null : value;
    }
}
