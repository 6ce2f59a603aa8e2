using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class MeasuredWriterTests
{
    [Fact]
    public async Task What_is_committed_stays_committed_whatever_becomes_of_its_measuring()
    {
        await using var hall = await TestHall.StartAsync();
        hall.Log.ErrorsAreExpected = true;
        var meters = hall.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, all) =>
            {
                if (instrument.Meter.Name == StoreMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    all.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("a fault of the test"));
        listener.Start();

        var pushed = await hall.Client().PushAsync(Samples.Accepted("measured"), Samples.Step("measured"));

        Assert.Equal(["accepted", "accepted"], pushed.Verdicts);
        Assert.Equal(2, hall.Count("record"));
        Assert.All((await hall.ReconcileAsync()).Sums, sum => Assert.True(sum.Holds, $"{sum}"));

        // A group is measured after it is acknowledged, and before the next is begun.
        Assert.Equal(["accepted"], (await hall.Client().PushAsync(Samples.Accepted("next"))).Verdicts);
        Assert.Contains(hall.Log.Lines, line => line.Contains("could not be measured", StringComparison.Ordinal));
    }
}
