using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake.Streams;

public sealed class StreamEndTests
{
    [Fact]
    public async Task An_overload_is_the_last_line_and_what_has_a_verdict_stays()
    {
        await using var hall = await TestHall.StartAsync(settings: new() { ["Intake:QueueLimit"] = "2" });
        using var call = await StreamCall.OpenAsync(hall);
        await call.SendAsync(Samples.Accepted("first").ToJsonString() + "\n");
        Assert.Equal("accepted", (string?)(await call.LineAsync())!["verdict"]);
        var writer = hall.Services.GetRequiredService<StoreWriter>();
        using var held = new Held(weight: 1);
        using var waiting = new Held(weight: 2);
        writer.Enqueue(held);
        await held.Begun;
        writer.Enqueue(waiting);

        await call.SendAsync(Samples.Accepted("second").ToJsonString() + "\n");
        var last = await call.RestAsync();
        held.Release();
        waiting.Release();
        await waiting.Begun;

        Assert.Equal(("hall.busy", 503), ((string?)last.Single()["problem"]!["code"], (int?)last.Single()["problem"]!["status"]));
        Assert.Equal(["accepted"], (await hall.Client().PushAsync(Samples.Accepted("third"))).Verdicts);
        Assert.Equal(2, hall.Count("record"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_caller_who_goes_away_in_the_middle_of_a_line_the_lines_with_a_verdict_stay(bool cuts)
    {
        var folder = Directory.CreateTempSubdirectory("gone-").FullName;
        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            using var call = await StreamCall.OpenAsync(hall);
            await call.SendAsync(Samples.Accepted("gone").ToJsonString() + "\n");
            Assert.Equal("accepted", (string?)(await call.LineAsync())!["verdict"]);
            await call.SendAsync(Samples.Step("gone").ToJsonString());
            if (cuts)
            {
                call.Cut();
            }
            else
            {
                call.StopSending();
                await Assert.ThrowsAnyAsync<IOException>(call.LineAsync);
            }
        }

        Assert.Equal(1, CountRecords(folder));
        TestStore.Remove(folder);
    }

    [Fact]
    public async Task A_caller_who_takes_no_answers_is_read_no_further_and_at_last_sent_away()
    {
        const long offered = 512L * 1024 * 1024;
        await using var hall = await TestHall.StartAsync(settings: new() { ["Intake:StreamIdleLimit"] = "00:00:02" });
        using var call = await StreamCall.OpenAsync(hall, readsLittle: true);
        var noRecords = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 999) + "\n", 64)));
        var taken = 0L;

        // It ends because nothing moves, not because all of it was taken.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (taken < offered)
            {
                await call.SendAsync(noRecords);
                taken += noRecords.Length;
            }
        });

        Assert.InRange(taken, noRecords.Length, offered / 4);
    }

    [Fact]
    public async Task A_stream_in_which_nothing_comes_ends_with_a_problem_and_its_half_line_is_not_stored()
    {
        await using var hall = await TestHall.StartAsync(settings: new() { ["Intake:StreamIdleLimit"] = "00:00:01" });
        using var call = await StreamCall.OpenAsync(hall);

        await call.SendAsync(Samples.Accepted("idle").ToJsonString());

        Assert.Equal("caller.stream-idle", (string?)(await call.RestAsync()).Single()["problem"]!["code"]);
        Assert.Equal(0, hall.Count("record"));
    }

    [Fact]
    public async Task A_gateway_that_stops_says_so_to_its_streams()
    {
        StreamCall call;
        await using (var hall = await TestHall.StartAsync())
        {
            call = await StreamCall.OpenAsync(hall);
            await call.SendAsync(Samples.Accepted("stops").ToJsonString() + "\n");
            Assert.Equal("accepted", (string?)(await call.LineAsync())!["verdict"]);
        }

        using (call)
        {
            Assert.Equal("hall.busy", (string?)(await call.LineAsync())!["problem"]!["code"]);
        }
    }

    private static long CountRecords(string folder)
    {
        using var reader = TestStore.Look(folder);
        using var count = reader.CreateCommand();
        count.CommandText = "SELECT count(*) FROM record";
        return (long)count.ExecuteScalar()!;
    }
}
