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
    public async Task What_else_ends_in_the_lane_of_what_it_waits_for_wakes_nobody()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await StoppedAsync(province, "first/step");
        await hall.Client().PushAsync(Samples.Step("first"));
        var woken = new ConcurrentQueue<string>();
        var (wait, confirm) = await BothAsync(hall);
        hall.Services.GetRequiredService<Wakeups>().Listen((_, department) => woken.Enqueue(department));

        Assert.True(await DoneAsync(hall, wait));
        Assert.True(await DoneAsync(hall, confirm));
        Assert.Equal(1, hall.Count("awaited"));

        var step = Assert.IsType<Offer.Run>(await hall.OfferAsync("first"));
        Assert.True(await DoneAsync(hall, Confirmed(hall, step)));
        await Soon.ItHoldsAsync(() => woken.SequenceEqual(["mz"]));
        Assert.Equal(0, hall.Count("awaited"));
    }

    [Fact]
    public async Task What_has_come_in_its_own_lane_since_it_was_read_is_not_waited_for()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await StoppedAsync(province, "late/step");
        var (wait, _) = await BothAsync(hall);

        await hall.Client().PushAsync(Samples.Step("late"));

        Assert.False(await DoneAsync(hall, wait));
        Assert.Equal(0, hall.Count("awaited"));
    }

    [Fact]
    public async Task However_many_wait_for_one_all_are_woken()
    {
        const int Many = AwaitedRecords.Page + 1;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var platform = new AfterOthers();
        var cases = Enumerable.Range(0, Many).Select(i => $"many-{i}").ToList();
        cases.ForEach(no => platform.Wants($"{no}/accepted", "first/accepted"));
        await using var hall = await platform.StartAsync(province);
        await hall.OrderAsync("/v1/platforms/one-window:stop");
        foreach (var some in cases.Prepend("first").Chunk(100))
        {
            await hall.Client().PushAsync(some.Select(no => Samples.Accepted(no)));
        }

        var (lanes, theirs) = (hall.Services.GetRequiredService<LaneReader>(), hall.Services.GetRequiredService<Platforms>().Enabled[0]);
        var offers = lanes.Read(theirs, [.. Enumerable.Range(0, Slots.Count).SelectMany(slot => lanes.Open(Platform.OneWindow, slot, 0, Many + 1)).Select(lane => lane.Subject)]).Select(lane => lane.Open().Next(100, TimeProvider.System.GetUtcNow())).ToList();
        await Task.WhenAll(offers.OfType<Offer.After>().Select(after => DoneAsync(hall, new WaitAfter(after))));
        Assert.Equal(Many, hall.Count("awaited"));
        var woken = new ConcurrentDictionary<long, string>();
        hall.Services.GetRequiredService<Wakeups>().Listen((subject, department) => woken[subject] = department);

        Assert.True(await DoneAsync(hall, Confirmed(hall, offers.OfType<Offer.Run>().Single())));

        await Soon.ItHoldsAsync(() => woken.Count == Many && hall.Count("awaited") == 0);
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

    private static async Task<TestHall> StoppedAsync(TestProvince province, string first = "first/accepted")
    {
        var hall = await new AfterOthers().Wants("late/accepted", first).StartAsync(province);
        Assert.Equal(200, (await hall.OrderAsync("/v1/platforms/one-window:stop")).Status);
        await hall.Client().PushAsync(Samples.Accepted("first"), Samples.Accepted("late"));
        return hall;
    }

    // What is written where the lane that waits was read while the other was still open.
    private static async Task<(WriteWork<bool> Wait, WriteWork<bool> Confirm)> BothAsync(TestHall hall)
    {
        var (first, late) = (Assert.IsType<Offer.Run>(await hall.OfferAsync("first")), Assert.IsType<Offer.After>(await hall.OfferAsync("late")));
        return (new WaitAfter(late), Confirmed(hall, first));
    }

    private static WithoutCall Confirmed(TestHall hall, Offer.Run run) => new("mz", hall.Clock.Now, [(run.Read, run.Delivery with { State = DeliveryState.Confirmed })]);

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
