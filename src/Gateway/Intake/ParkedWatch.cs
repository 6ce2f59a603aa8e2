using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Intake;

/// <summary>Looks after records that wait long for the acceptance of their case: told of after a day, in quarantine after thirty. Days are the hall's.</summary>
internal sealed class ParkedWatch(StoreWriter writer, Hall hall, GatewaySettings settings, TimeProvider machine) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, machine);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReviewAsync();
        }
    }

    /// <summary>Looks once, in pages, until nothing is left to do.</summary>
    public async Task ReviewAsync()
    {
        ParkedReview review;
        do
        {
            review = new ParkedReview(hall, settings.Intake.ParkedFindingAfter, settings.Intake.ParkedQuarantineAfter);
            writer.Enqueue(review);
        }
        while (await review.Done == ParkedReview.Page);
    }
}
