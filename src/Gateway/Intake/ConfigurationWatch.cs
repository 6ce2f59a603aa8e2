using ServiceHall.Adapters.Departments;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Intake;

/// <summary>
/// Looks after the departments' folders by names, sizes and times, because what a network drive notifies can't be relied on. A change is taken when
/// two looks in a row see the same: somebody may still be writing.
/// </summary>
internal sealed class ConfigurationWatch(
    ConfigurationReload reload, Paths paths, GatewaySettings settings, TimeProvider machine, ILogger<ConfigurationWatch> log) : BackgroundService
{
    private string? _seen;

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var before = _seen;
        _seen = Look();
        if (_seen != reload.Settled && _seen == before)
        {
            await reload.ReloadAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Departments.ReloadEvery, machine);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                IntakeLog.LookFailed(log, fault);
            }
        }
    }

    // Where even looking fails, reading does too, and says why.
    private string Look()
    {
        try
        {
            return DepartmentFolders.Look(paths.Departments);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
