using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>Starts a gateway as whoever watches over it does: once more where it ended with code 1 before it listened.</summary>
internal sealed class Supervisor(string folder)
{
    private const int MayHelpToTryAgain = 1;

    /// <summary>Starts that were tried again.</summary>
    public int Refused { get; private set; }

    /// <summary>Starts one of the programs until it listens, or is dead for another reason.</summary>
    public Task<GatewayProcess> StartAsync(string program, IReadOnlyDictionary<string, string> settings) => Until.Async(
        async () =>
        {
            var gateway = await GatewayProcess.LaunchAsync(program, folder, settings);
            if (gateway.Listens is not null || gateway.ExitCode != MayHelpToTryAgain)
            {
                return gateway;
            }

            Refused++;
            await gateway.DisposeAsync();
            return null;
        },
        TimeSpan.FromMinutes(2));
}
