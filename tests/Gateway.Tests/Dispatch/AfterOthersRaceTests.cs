using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>What a lane waits for comes while it begins to wait. The platform is stopped, so that the dispatcher does nothing of this by itself.</summary>
public sealed class AfterOthersRaceTests
{
    [Fact]
    public async Task What_is_confirmed_after_the_lane_was_read_is_not_waited_for()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await StoppedAsync(province);
        var (wait, confirm) = await BothAsync(hall);

        Assert.True(await DoneAsync(hall, confirm));

        Assert.False(await DoneAsync(hall, wait));
        Assert.Equal(0, hall.Count("awaited"));
        Assert.IsType<Offer.Run>(await hall.OfferAsync("late"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Also_where_both_are_written_in_one_transaction(bool waitsFirst)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await StoppedAsync(province);
        var woken = new ConcurrentQueue<string>();
        var (wait, confirm) = await BothAsync(hall);
        hall.Services.GetRequiredService<Wakeups>().Listen((_, department) => woken.Enqueue(department));

        var answers = await DoneAsync(hall, new InOne(waitsFirst ? [wait, confirm] : [confirm, wait]));

        Assert.Equal(waitsFirst ? [true, true] : [true, false], answers);
        Assert.Equal(0, hall.Count("awaited"));
        Assert.IsType<Offer.Run>(await hall.OfferAsync("late"));
        await Soon.ItHoldsAsync(() => woken.SequenceEqual(waitsFirst ? ["mz"] : []));
    }

    [Fact]
    public async Task Who_waits_already_is_not_written_again_and_is_woken_once()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await StoppedAsync(province);
        var woken = new ConcurrentQueue<string>();
        var (wait, confirm) = await BothAsync(hall);
        hall.Services.GetRequiredService<Wakeups>().Listen((_, department) => woken.Enqueue(department));

        Assert.True(await DoneAsync(hall, wait));
        Assert.Equal(1, hall.Count("awaited"));
        Assert.IsType<Offer.Nothing>(await hall.OfferAsync("late"));
        Assert.Empty(woken);
        Assert.True(await DoneAsync(hall, confirm));

        await Soon.ItHoldsAsync(() => woken.SequenceEqual(["mz"]));
        Assert.Equal(0, hall.Count("awaited"));
    }

    [Fact]
    public async Task A_lane_that_has_changed_since_it_was_read_does_not_begin_to_wait()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await StoppedAsync(province);
        var (wait, _) = await BothAsync(hall);
        var correction = Samples.Accepted("late");
        correction["version"] = 2;

        await hall.Client().PushAsync(correction);

        Assert.False(await DoneAsync(hall, wait));
        Assert.Equal(0, hall.Count("awaited"));
    }

    private static async Task<TestHall> StoppedAsync(TestProvince province)
    {
        var hall = await new AfterOthers().Wants("late/accepted", "first/accepted").StartAsync(province);
        Assert.Equal(200, (await hall.OrderAsync("/v1/platforms/one-window:stop")).Status);
        await hall.Client().PushAsync(Samples.Accepted("first"), Samples.Accepted("late"));
        return hall;
    }

    // What is written where the lane that waits was read while the other was still open.
    private static async Task<(WriteWork<bool> Wait, WriteWork<bool> Confirm)> BothAsync(TestHall hall)
    {
        var (first, late) = (Assert.IsType<Offer.Run>(await hall.OfferAsync("first")), Assert.IsType<Offer.After>(await hall.OfferAsync("late")));
        return (new WaitAfter(late), new WithoutCall("mz", hall.Clock.Now, [(first.Read, first.Delivery with { State = DeliveryState.Confirmed })]));
    }

    private static Task<T> DoneAsync<T>(TestHall hall, WriteWork<T> work)
    {
        hall.Services.GetRequiredService<StoreWriter>().Enqueue(work);
        return work.Done;
    }

    /// <summary>Works of one transaction, in this order. Answers what each answered.</summary>
    private sealed class InOne(IReadOnlyList<WriteWork<bool>> works) : WriteWork<IReadOnlyList<bool>>
    {
        public override int Weight => works.Count;

        public override void Declare(WriteGroup group) => works.ToList().ForEach(work => work.Declare(group));

        public override void Apply(WriteGroup group) => works.ToList().ForEach(work => work.Apply(group));

        public override void Committed()
        {
            works.ToList().ForEach(work => work.Committed());
            Answer = [.. works.Select(work => work.Done.Result)];
            base.Committed();
        }
    }
}
