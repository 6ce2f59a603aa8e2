using ServiceHall.MockPlatforms.CrossRegion;
using ServiceHall.MockPlatforms.Downward;
using ServiceHall.MockPlatforms.OneWindow;
using ServiceHall.MockPlatforms.OneWindow.Books;
using ServiceHall.MockPlatforms.OneWindow.Faults;

namespace ServiceHall.MockPlatforms;

/// <summary>The sample province as a web application, for its own program and for tests in the same process.</summary>
public static class SampleProvince
{
    /// <summary>
    /// Builds a province that does not listen yet. Start it, then read the bound address from <see cref="WebApplication.Urls"/>;
    /// disposing it without stopping it first is as good as killing it.
    /// </summary>
    /// <param name="args">The options of the command line, as in the README.</param>
    /// <param name="clock">The clock of signatures and journal; the machine's by default.</param>
    /// <exception cref="SettingsException">An option, a matter or a journal line is not usable.</exception>
    public static WebApplication Build(string[] args, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        var settings = ProvinceSettings.From(args);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(settings.Url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddRoutingCore();
        AddOneWindow(builder.Services, settings, clock ?? TimeProvider.System);
        if (settings.SendsTo is not null)
        {
            builder.Services.AddSingleton(_ => new Outbox(settings.Outbox)).AddSingleton<HallClient>().AddSingleton<DownwardEndpoints>().AddHostedService<Sender>();
        }

        if (settings.Transfer is not null)
        {
            TransferPlatform.Add(builder.Services, settings.Transfer);
        }

        var province = builder.Build();
        province.Services.GetRequiredService<OneWindowEndpoints>().Map(province);
        province.Services.GetRequiredService<ControlEndpoints>().Map(province);
        province.Services.GetService<DownwardEndpoints>()?.Map(province);
        TransferPlatform.Map(province);
        WarnOfNoMatters(province, settings);
        return province;
    }

    /// <summary>By factories, so that the container closes the journal with the province.</summary>
    private static void AddOneWindow(IServiceCollection services, ProvinceSettings settings, TimeProvider clock) => services
        .AddSingleton(clock)
        .AddSingleton(settings)
        .AddSingleton(_ => Catalogue.Load(settings.Matters))
        .AddSingleton(_ => new JournalFile(settings.Journal))
        .AddSingleton(_ => new Signature(paasid => paasid == settings.PaasId ? settings.Token : null, settings.ClockSkew, clock))
        .AddSingleton<Ledger>()
        .AddSingleton(_ => new FaultSet())
        .AddSingleton<OneWindowEndpoints>()
        .AddSingleton<ControlEndpoints>();

    private static void WarnOfNoMatters(WebApplication province, ProvinceSettings settings)
    {
        if (settings.Matters.Count == 0)
        {
            MockPlatformsLog.NoMatters(province.Logger);
        }
    }
}
