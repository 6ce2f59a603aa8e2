using AutoMapper;
using Microsoft.Extensions.Logging;

namespace ServiceHall.Adapters.Platforms.OneWindow.Rows;

/// <summary>The one place that builds the mapper of cases to rows.</summary>
public static class OneWindowMapper
{
    /// <summary>Builds it; the licence key is AutoMapper's own, and may be left out where its terms allow.</summary>
    public static IMapper Create(string? licenceKey, ILoggerFactory loggers) => Configuration(licenceKey, loggers).CreateMapper();

    internal static MapperConfiguration Configuration(string? licenceKey, ILoggerFactory loggers) => new(
        settings =>
        {
            settings.AddProfile<RowsMapping>();
            if (!string.IsNullOrEmpty(licenceKey))
            {
                settings.LicenseKey = licenceKey;
            }
        },
        loggers);
}
