using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>Whoever reads the feed, with whatever pauses and however often it begins anew, gets every change in order or is told that some are gone: there is never a hole.</summary>
public sealed class ChangesKeptAtRandomTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Steps = 400;
    private static readonly (string Client, string[] Sees)[] Clients = [("mz", ["mz"]), ("rs", ["rs"]), ("window", ["mz", "rs"]), ("operator", ["mz", "rs"])];

    private readonly string _folder = Directory.CreateTempSubdirectory("kept-").FullName;
    private readonly ManualTime _time = new(TestHall.Monday);

    // Whose change stands at each place, from 1.
    private readonly List<string> _journal = [];
    private TestHall _hall = null!;

    public async Task InitializeAsync() => _hall = await StartAsync();

    public async Task DisposeAsync()
    {
        await _hall.DisposeAsync();
        TestStore.Remove(_folder);
    }

    [Fact]
    public async Task A_reader_gets_every_change_or_is_told_that_some_are_gone()
    {
        var seeded = Seeded.Start(output);
        var readers = Enumerable.Range(0, 8).Select(i => new Reader(Clients[i % Clients.Length])).ToList();
        for (var step = 0; step < Steps; step++)
        {
            await StepAsync(seeded, readers);
        }

        Assert.True(readers.Sum(reader => reader.Refused) > 5 && readers.Sum(reader => reader.Read) > 500, $"seed {seeded.Seed}: {readers.Sum(reader => reader.Refused)} refused, {readers.Sum(reader => reader.Read)} read");
    }

    private async Task StepAsync(Seeded seeded, List<Reader> readers)
    {
        var random = seeded.Random;
        switch (random.Next(100))
        {
            case < 30:
                await WriteAsync(random.Next(2) == 0 ? "mz" : "rs", random.Next(1, 20));
                break;
            case < 50:
                _time.Advance(TimeSpan.FromMinutes(random.Next(60)));
                await _hall.LetGoAsync(TimeSpan.FromMinutes(random.Next(300)), _time);
                break;
            case 50:
                await _hall.DisposeAsync();
                _hall = await StartAsync();
                break;
            default:
                await ReadAsync(seeded, readers[random.Next(readers.Count)]);
                break;
        }
    }

    private async Task ReadAsync(Seeded seeded, Reader reader)
    {
        var first = _hall.FirstPlace();
        var client = _hall.Client(reader.Client);
        client.Clock = _time.GetUtcNow;
        if (reader.Cursor.Length > 0 && reader.Place < first)
        {
            var gone = await client.GetAsync($"/v1/{(seeded.Random.Next(2) == 0 ? "changes" : "changes:watch")}?after={reader.Cursor}");
            seeded.AssertEqual("caller.cursor-expired", gone.Code, $"a cursor of {reader.Place}, where {first} is the first");
            reader.BeginAgain(seeded.Random.Next(2) == 0 ? "" : (await client.ChangesAsync("now")).Next, _journal.Count);
            return;
        }

        var own = Own(reader, Math.Max(reader.Place, first));
        if (own.Count > 0 && seeded.Random.Next(2) == 0)
        {
            await WatchAsync(seeded, reader, client, [.. own.Take(seeded.Random.Next(1, own.Count + 1))]);
        }
        else
        {
            await ListAsync(seeded, reader, client, own);
        }
    }

    private async Task ListAsync(Seeded seeded, Reader reader, SignedClient client, List<long> own)
    {
        var limit = seeded.Random.Next(1, 30);
        var page = await client.ChangesAsync(reader.Cursor, limit);
        Same(seeded, reader, own.Take(limit), page.Changes.Select(change => PlaceOf(change.Cursor())));
        reader.Keep(page.Next, PlaceOf(page.Next), page.Changes.Count);
    }

    private async Task WatchAsync(Seeded seeded, Reader reader, SignedClient client, List<long> expected)
    {
        using var watch = seeded.Random.Next(2) == 0 && reader.Cursor.Length > 0
            ? await client.WatchAsync("/v1/changes:watch", reader.Cursor)
            : await client.WatchAsync($"/v1/changes:watch?after={reader.Cursor}");
        foreach (var place in expected)
        {
            var one = (await watch.NextAsync())!;
            Same(seeded, reader, [place], [PlaceOf(one.Id)]);
            reader.Keep(one.Id, place, 1);
        }
    }

    private static void Same(Seeded seeded, Reader reader, IEnumerable<long> expected, IEnumerable<long> read) =>
        seeded.AssertEqual(string.Join(',', expected), string.Join(',', read), $"{reader.Client} behind {reader.Place}");

    private List<long> Own(Reader reader, long after) => [.. Enumerable.Range(1, _journal.Count).Where(place => place > after && reader.Sees.Contains(_journal[place - 1])).Select(place => (long)place)];

    private long PlaceOf(string cursor) => _hall.Services.GetRequiredService<Cursors>().PlaceOf(cursor)!.Value;

    private async Task WriteAsync(string department, int count)
    {
        await _hall.JournalAsync(department, count);
        _journal.AddRange(Enumerable.Repeat(department, count));
    }

    private Task<TestHall> StartAsync() => TestHall.StartAsync(folder: _folder, services: services => services.AddSingleton<TimeProvider>(_time));

    /// <summary>Keeps a cursor and nothing else; the rest is what the test knows of it.</summary>
    private sealed class Reader((string Client, string[] Sees) who)
    {
        public string Client => who.Client;

        public string[] Sees => who.Sees;

        public string Cursor { get; private set; } = "";

        public long Place { get; private set; }

        public int Read { get; private set; }

        public int Refused { get; private set; }

        public void Keep(string cursor, long place, int read) => (Cursor, Place, Read) = (cursor, place, Read + read);

        public void BeginAgain(string cursor, long last) => (Cursor, Place, Refused) = (cursor, cursor.Length > 0 ? last : 0, Refused + 1);
    }
}
