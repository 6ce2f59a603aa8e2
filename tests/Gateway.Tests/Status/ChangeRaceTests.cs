using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>Promise 5: the change feed is complete and in commit order, whoever writes meanwhile and however it is read.</summary>
public sealed class ChangeRaceTests(ITestOutputHelper output)
{
    private const int Writers = 20;
    private const int Readers = 50;
    private static readonly string[] Departments = ["mz", "rs", "sj"];
    private static readonly (string Client, string[] Sees)[] Clients =
        [("mz", ["mz"]), ("rs", ["rs"]), ("sj", ["sj"]), ("window", ["mz", "rs"]), ("operator", Departments), ("province", Departments)];

    [Fact]
    public async Task No_reader_misses_or_repeats_a_change_or_sees_it_out_of_order()
    {
        var seeded = Seeded.Start(output);
        var seeds = Enumerable.Range(0, Writers + Readers).Select(_ => seeded.Random.Next()).ToArray();
        await using var hall = await TestHall.StartAsync();
        using var written = new CancellationTokenSource();
        var clients = Departments.ToDictionary(one => one, one => hall.Client(one));

        var readers = seeds[Writers..].Select((seed, i) => Task.Run(() => ReadAsync(hall, Clients[i % Clients.Length].Client, new Random(seed), written.Token))).ToList();
        await Task.WhenAll(seeds[..Writers].Select((seed, i) => Task.Run(() => WriteAsync(clients, i, new Random(seed)))));
        await written.CancelAsync();
        var read = await Task.WhenAll(readers);

        for (var i = 0; i < Readers; i++)
        {
            var (client, sees) = Clients[i % Clients.Length];
            var journal = await JournalAsync(hall, sees);
            Assert.True(journal.Count > 100 && journal.SequenceEqual(read[i]), $"seed {seeded.Seed}: reader {i} ({client}) read {read[i].Count} of {journal.Count}: {string.Join(',', read[i])}");
        }
    }

    private static async Task WriteAsync(Dictionary<string, SignedClient> clients, int writer, Random random)
    {
        for (var push = 0; push < 12; push++)
        {
            var no = $"r-{writer}-{push}";
            var accepted = Samples.Accepted(no);
            var step = Samples.Step(no);
            var answer = await clients[Departments[random.Next(Departments.Length)]].PushAsync(random.Next(2) == 0 ? [accepted, step] : [step, accepted, Samples.Closed(no)]);
            Assert.Equal(200, answer.Status);
        }
    }

    // The reader lives a few reads long and leaves nothing but its cursor; the next one has a connection of its own and begins some commits later.
    private static async Task<List<long>> ReadAsync(TestHall hall, string key, Random random, CancellationToken written)
    {
        var cursors = hall.Services.GetRequiredService<Cursors>();
        var read = new List<long>();
        var cursor = "";
        while (!written.IsCancellationRequested)
        {
            using var client = new SignedClient(hall.Url, key, TestHall.Secret);
            for (var reads = random.Next(1, 4); reads > 0; reads--)
            {
                cursor = random.Next(3) switch
                {
                    0 => await WatchAsync(client, cursor, random, read, cursors, written),
                    1 => Keep(await client.ChangesAsync(cursor, limit: random.Next(1, 40), wait: 1), read, cursors),
                    _ => Keep(await client.ChangesAsync(cursor, limit: random.Next(1, 40)), read, cursors),
                };
            }

            await PauseAsync(hall, random.Next(60), written);
        }

        using var last = new SignedClient(hall.Url, key, TestHall.Secret);
        for (var page = await last.ChangesAsync(cursor); page.Changes.Count > 0 || page.Next != cursor; page = await last.ChangesAsync(cursor))
        {
            cursor = Keep(page, read, cursors);
        }

        return read;
    }

    private static Task PauseAsync(TestHall hall, int changes, CancellationToken written)
    {
        var database = hall.Services.GetRequiredService<Database>();
        var until = database.ReadLastPlace().Number + changes;
        return Soon.ItHoldsAsync(() => written.IsCancellationRequested || database.ReadLastPlace().Number >= until);
    }

    private static string Keep(FeedPage page, List<long> read, Cursors cursors)
    {
        read.AddRange(page.Changes.Select(change => cursors.PlaceOf(change.Cursor())!.Value));
        return page.Next;
    }

    private static async Task<string> WatchAsync(SignedClient client, string cursor, Random random, List<long> read, Cursors cursors, CancellationToken written)
    {
        using var watch = random.Next(2) == 0 || cursor.Length == 0 ? await client.WatchAsync($"/v1/changes:watch?after={cursor}") : await client.WatchAsync("/v1/changes:watch", cursor);
        try
        {
            for (var left = random.Next(1, 60); left > 0 && await watch.NextAsync(written) is { } one; left--)
            {
                read.Add(cursors.PlaceOf(one.Id)!.Value);
                cursor = one.Id;
            }
        }
        catch (OperationCanceledException) when (written.IsCancellationRequested)
        {
            // Nobody writes any more: what is left is read below.
        }

        return cursor;
    }

    private static async Task<List<long>> JournalAsync(TestHall hall, string[] departments)
    {
        await using var reader = hall.Look();
        var journal = await reader.QueryAsync<(long Seq, string Department)>("SELECT seq, department FROM journal ORDER BY seq");
        return [.. journal.Where(row => departments.Contains(row.Department)).Select(row => row.Seq)];
    }
}
