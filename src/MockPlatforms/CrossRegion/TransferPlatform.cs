namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>The cross-region transfer platform (跨省通办流转平台) of the sample province: there where a folder was given for it.</summary>
internal static class TransferPlatform
{
    /// <summary>By factories, so that the container closes the journal with the province.</summary>
    public static void Add(IServiceCollection services, string folder) => services
        .AddSingleton(_ => new FileShelf(folder))
        .AddSingleton(all => new TransferBooks(
            folder, all.GetRequiredService<ProvinceSettings>().Counties, all.GetRequiredService<FileShelf>(), all.GetRequiredService<TimeProvider>()))
        .AddSingleton<TransferDoor>()
        .AddSingleton<PackageEndpoints>()
        .AddSingleton<FileEndpoints>()
        .AddSingleton<TransferControl>();

    public static void Map(WebApplication province)
    {
        province.Services.GetService<PackageEndpoints>()?.Map(province);
        province.Services.GetService<FileEndpoints>()?.Map(province);
        province.Services.GetService<TransferControl>()?.Map(province);
    }
}
