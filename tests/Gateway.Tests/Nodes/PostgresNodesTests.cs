using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Tests.Dispatch;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Gateway.Tests.Store.Contract;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Nodes;

/// <summary>Several gateways on one PostgreSQL: each works on its share, and what one did or was told the others know.</summary>
public sealed class PostgresNodesTests
{
    [StoreFact]
    public async Task What_any_of_them_takes_is_delivered_once_and_each_delivers_its_share()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var halls = new[] { await nodes.StartAsync(province), await nodes.StartAsync(province), await nodes.StartAsync(province) };
        await nodes.SharedByAsync(3);

        // A case's records come to different gateways.
        for (var no = 0; no < 60; no++)
        {
            Assert.Equal(["accepted"], (await halls[no % 3].Client().PushAsync(Samples.Accepted($"N-{no}"))).Verdicts);
            Assert.Equal(["accepted"], (await halls[(no + 1) % 3].Client().PushAsync(Samples.Step($"N-{no}"))).Verdicts);
        }

        await nodes.AllConfirmedAsync();
        var journal = await province.JournalAsync();
        Assert.All(journal, entry => Assert.Equal("taken", entry.Outcome));
        Assert.Equal(journal.Count, journal.Select(entry => (entry.Table, entry.RowGuid, entry.Operation)).Distinct().Count());
        Assert.Equal(60, journal.Count(entry => entry.Table == "up_pro_accept"));
        Assert.All(journal.GroupBy(entry => entry.ProjectNo), lane => Assert.Equal("up_pro_accept", lane.First().Table));
        Assert.Equal(3, nodes.Ask<long>("SELECT DISTINCT id >> 32 FROM attempt").Count);
    }

    [StoreFact]
    public async Task One_that_stops_gives_its_slots_back_at_once()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var stays = await nodes.StartAsync(province);
        var goes = await nodes.StartAsync(province);
        await nodes.SharedByAsync(2);

        await goes.StopAsync();

        Assert.Single(nodes.Ask<long>("SELECT id FROM node"));
        await nodes.SharedByAsync(1);
        for (var no = 0; no < 20; no++)
        {
            await stays.Client().PushAsync(Samples.Accepted($"N-{no}"));
        }

        await nodes.AllConfirmedAsync();
    }

    [StoreFact]
    public async Task What_was_under_way_at_one_that_is_dead_is_asked_for_by_another()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var before = await nodes.StartAsync(province);
        await before.OrderAsync("/v1/platforms/one-window:stop");
        await before.Client().PushAsync(Samples.Accepted("N-1"));
        await before.StopAsync();
        long node;
        using (var dead = nodes.Open())
        {
            node = dead.Lease.Node;
            using var session = dead.OpenWriter();
            session.Begin();
            Assert.Equal(256, session.TakeSlots(Platform.OneWindow, 256).Count);
            session.Start(Platform.OneWindow);
            session.Insert([new AttemptRow((node << 32) + 1, Platform.OneWindow, 1, null, null, null, 1, [1])]);
            session.Commit();
        }

        PostgresCluster.Run(nodes.Store, $"UPDATE delivery SET state = 2, attempts = '{(node << 32) + 1}', rows = NULL WHERE platform = 'one-window'");

        var takesOver = await nodes.StartAsync(province);

        await nodes.SharedByAsync(1);
        await Soon.ItHoldsAsync(() => nodes.Ask<long>("SELECT count(*) FROM attempt WHERE ended IS NULL")[0] == 0);
        Assert.Contains("delivery.unknown", nodes.Ask<string>("SELECT what FROM journal"));
        Assert.DoesNotContain(node, nodes.Ask<long>("SELECT id FROM node"));
        await takesOver.Client().PushAsync(Samples.Accepted("N-2"));
        await Soon.ItHoldsAsync(async () => (await province.JournalAsync()).Any(entry => entry.Table == "up_pro_accept"));
    }

    [StoreFact]
    public async Task A_platform_that_is_stopped_at_one_is_stopped_at_all_and_started_likewise()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var halls = new[] { await nodes.StartAsync(province), await nodes.StartAsync(province) };
        await nodes.SharedByAsync(2);
        PlatformGate[] gates = [.. halls.Select(hall => hall.Services.GetRequiredService<PlatformGates>().Find(Platform.OneWindow)!)];

        await halls[0].OrderAsync("/v1/platforms/one-window:stop");
        await Soon.ItHoldsAsync(() => gates.All(gate => gate.IsStopped));
        for (var no = 0; no < 20; no++)
        {
            await halls[no % 2].Client().PushAsync(Samples.Accepted($"N-{no}"));
        }

        Assert.Empty(await province.JournalAsync());
        await halls[1].OrderAsync("/v1/platforms/one-window:start");

        await nodes.AllConfirmedAsync();
        Assert.DoesNotContain(gates, gate => gate.IsStopped);
    }

    [StoreFact]
    public async Task Who_waits_for_changes_at_one_sees_what_another_takes()
    {
        await using var nodes = new NodeHalls();
        var asked = await nodes.StartAsync(null);
        var pushed = await nodes.StartAsync(null);
        var now = (string)(await asked.Client().GetAsync("/v1/changes?after=now")).Json["next"]!;

        var waiting = asked.Client().GetAsync($"/v1/changes?after={now}&wait=30");
        Assert.Equal(["accepted"], (await pushed.Client().PushAsync(Samples.Accepted("N-1"))).Verdicts);

        Assert.NotEmpty((await waiting).Json["changes"]!.AsArray());
    }

    [StoreFact]
    public async Task What_one_has_changed_another_shows_and_judges_by()
    {
        await using var nodes = new NodeHalls();
        var one = await nodes.StartAsync(null);
        var other = await nodes.StartAsync(null);
        await one.Client().PushAsync(Samples.Accepted("N-1"));
        var before = await one.Client().GetAsync("/v1/cases?no=N-1");
        Assert.Equal(["duplicate"], (await other.Client().PushAsync(Samples.Accepted("N-1"))).Verdicts);

        Assert.Equal(["accepted"], (await other.Client().PushAsync(Samples.Step("N-1"))).Verdicts);

        var after = await one.Client().GetAsync("/v1/cases?no=N-1");
        Assert.NotEqual(before.Body, after.Body);
        Assert.Equal(["duplicate"], (await one.Client().PushAsync(Samples.Step("N-1"))).Verdicts);
    }

    [StoreFact]
    public async Task What_one_has_parked_is_placed_by_what_another_takes()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var halls = new[] { await nodes.StartAsync(province), await nodes.StartAsync(province) };
        await nodes.SharedByAsync(2);

        // Steps before their acceptance, at the other gateway.
        for (var no = 0; no < 20; no++)
        {
            Assert.Equal(["parked"], (await halls[no % 2].Client().PushAsync(Samples.Step($"N-{no}"))).Verdicts);
        }

        for (var no = 0; no < 20; no++)
        {
            Assert.Equal(["accepted"], (await halls[(no + 1) % 2].Client().PushAsync(Samples.Accepted($"N-{no}"))).Verdicts);
        }

        await nodes.AllConfirmedAsync();
        Assert.Equal(20, (await province.JournalAsync()).Count(entry => entry.Table == "up_pro_process"));
    }

    [StoreFact]
    public async Task A_lane_that_waits_for_a_record_of_another_nodes_lane_goes_on_when_that_is_there()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var platform = new AfterOthers();
        for (var no = 0; no < 20; no++)
        {
            platform.Wants($"late-{no}/accepted", $"first-{no}/accepted");
        }

        var halls = new[] { await nodes.StartAsync(province, services: platform.Put), await nodes.StartAsync(province, services: platform.Put) };
        await nodes.SharedByAsync(2);
        for (var no = 0; no < 20; no++)
        {
            await halls[no % 2].Client().PushAsync(Samples.Accepted($"late-{no}"));
        }

        await Soon.ItHoldsAsync(() => nodes.Ask<long>("SELECT count(*) FROM awaited")[0] == 20);
        for (var no = 0; no < 20; no++)
        {
            await halls[no % 2].Client().PushAsync(Samples.Accepted($"first-{no}"));
        }

        await nodes.AllConfirmedAsync();
        Assert.NotEmpty(nodes.Ask<long>(
            """
            SELECT late.subject FROM journal JOIN delivery late ON late.subject = journal.subject JOIN slot ON slot.number = late.slot
            WHERE journal.what = 'lane.released' AND journal.node <> slot.node
            """));
        Assert.DoesNotContain(0, nodes.Ask<long>("SELECT at FROM journal"));
    }

    [StoreFact]
    public async Task Gateways_whose_clocks_are_minutes_apart_bury_only_the_dead_and_keep_every_lane_in_order()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await (await nodes.StartAsync(null)).StopAsync();
        long dead;
        using (var lost = nodes.Open())
        {
            dead = lost.Lease.Node;
            using var session = lost.OpenWriter();
            session.Begin();
            session.TakeSlots(Platform.OneWindow, 256);
            session.Commit();
        }

        var minutes = TimeSpan.FromMinutes(4);
        var halls = new[] { await nodes.StartAsync(province, Shifted(-minutes)), await nodes.StartAsync(province, Shifted(minutes)), await nodes.StartAsync(province) };
        await nodes.SharedByAsync(3);
        for (var no = 0; no < 30; no++)
        {
            await halls[no % 3].Client().PushAsync(Samples.Accepted($"N-{no}"));
            await halls[(no + 1) % 3].Client().PushAsync(Samples.Step($"N-{no}"));
        }

        await halls[1].StopAsync();
        await nodes.SharedByAsync(2);
        await nodes.AllConfirmedAsync();
        Assert.DoesNotContain(dead, nodes.Ask<long>("SELECT id FROM node"));
        Assert.False(halls[0].Services.GetRequiredService<Database>().Lease!.IsLost);
        var journal = await province.JournalAsync();
        Assert.Equal(journal.Count, journal.Select(entry => (entry.Table, entry.RowGuid, entry.Operation)).Distinct().Count());
        Assert.Equal(30, journal.Count(entry => entry.Table == "up_pro_process"));
        Assert.All(journal.GroupBy(entry => entry.ProjectNo), lane => Assert.Equal(("up_pro_accept", "up_pro_process"), (lane.First().Table, lane.Last().Table)));
    }

    [StoreFact]
    public async Task Lanes_that_one_did_not_come_to_let_go_before_it_died_go_on_at_others()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var platform = new AfterOthers().Wants("late/accepted", "first/accepted");
        var lives = await nodes.StartAsync(province, platform.Put);
        await nodes.SharedByAsync(1);
        await lives.Client().PushAsync(Samples.Accepted("late"));
        await Soon.ItHoldsAsync(() => nodes.Ask<long>("SELECT count(*) FROM awaited")[0] == 1);
        using (nodes.Open())
        {
            // What it wrote before it died: the record is there, and nobody was told.
            await lives.OrderAsync("/v1/platforms/one-window:stop");
            await lives.Client().PushAsync(Samples.Accepted("first"));
            PostgresCluster.Run(nodes.Store, "UPDATE delivery SET state = 4 WHERE state = 0");
            await lives.OrderAsync("/v1/platforms/one-window:start");
        }

        await Soon.ItHoldsAsync(async () => (await province.JournalAsync()).Any(entry => entry.Table == "up_pro_accept"), TimeSpan.FromSeconds(60));
    }

    private static Action<IServiceCollection> Shifted(TimeSpan by) => services => services.AddSingleton<TimeProvider>(new ShiftedTime(by));

    /// <summary>A machine whose clock on the wall is wrong.</summary>
    private sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
