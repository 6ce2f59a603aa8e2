using ServiceHall.MockPlatforms;
using ServiceHall.MockPlatforms.SampleCounty;

if (args is ["make-county", ..])
{
    return SampleCountyCommand.Run(args);
}

try
{
    await using var province = SampleProvince.Build(args);
    await province.StartAsync();

    // The one line that a script waits for; everything after it goes to the error stream.
    Console.WriteLine($"listening {province.Urls.First()}");
    if (province.Services.GetRequiredService<ProvinceSettings>().UntilInputEnds)
    {
        _ = StopWithInputAsync(province.Lifetime);
    }

    await province.WaitForShutdownAsync();
    return 0;
}
catch (SettingsException mistake)
{
    await Console.Error.WriteLineAsync(mistake.Message);
    return 2;
}
catch (IOException taken)
{
    // An address in use, or a journal that another province holds open.
    await Console.Error.WriteLineAsync(taken.Message);
    return 2;
}

// Whoever started it holds the other end: it closes when they do, also when they are killed.
static async Task StopWithInputAsync(IHostApplicationLifetime province)
{
    await using var input = Console.OpenStandardInput();
    await input.CopyToAsync(Stream.Null);
    province.StopApplication();
}
