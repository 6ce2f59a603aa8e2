using AutoMapper;
using Microsoft.Extensions.Logging;

namespace ServiceHall.Adapters.Platforms.OneWindow.Rows;

/// <summary>The one place that builds the AutoMapper mapper.</summary>
public static class OneWindowMapper
{
    /// <summary>A mapper for the rows of the one-window platform. Without a licence key AutoMapper works and logs one warning.</summary>
    public static IMapper Create(string? licenseKey, ILoggerFactory loggers) => new MapperConfiguration(
        configuration =>
        {
            configuration.LicenseKey = licenseKey;
            configuration.AddProfile<RowsMapping>();
        },
        loggers).CreateMapper();
}
