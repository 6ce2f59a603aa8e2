using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>What the queue has no room for is found again in the store.</summary>
public sealed class LaneReaderTests
{
    [Fact]
    public async Task What_has_no_moment_of_its_own_is_found_and_what_has_one_at_its_moment()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var (_, number) = await hall.BlockAsync(province, "L-1");
        var subject = long.Parse(number[^10..], System.Globalization.CultureInfo.InvariantCulture);
        var lanes = hall.Services.GetRequiredService<LaneReader>();
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal([subject], lanes.Due(Platform.OneWindow, "mz", 0, 10, now));
        Assert.Equal([(subject, "mz")], lanes.Open(Platform.OneWindow, Slots.Of(subject), 0, 10));
        Assert.Empty(lanes.Due(Platform.OneWindow, "rs", 0, 10, now));
        Assert.Empty(lanes.Due(Platform.OneWindow, "mz", subject, 10, now));
    }

    [Fact]
    [Trait(TestStore.Trait, "sqlite")]
    public async Task Both_readings_go_by_the_index_of_what_is_open()
    {
        await using var hall = await TestHall.StartAsync();
        await using var reader = hall.Look();
        foreach (var sql in new[] { LaneReader.OpenLanes, LaneReader.DueLanes })
        {
            var plan = Operating.Rows(reader, "EXPLAIN QUERY PLAN " + sql).Select(row => row[3]).ToList();
            Assert.Contains(plan, step => step.Contains("USING INDEX delivery_open", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
    }
}
