using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class GroupHalvingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halving-");
    private readonly Sealer _sealer;

    public GroupHalvingTests() => _sealer = new Sealer(DataKeys.Make(Path.Combine(_folder.FullName, "keys.json")));

    public void Dispose()
    {
        _sealer.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 7)]
    [InlineData(99, 100)]
    public async Task Only_the_work_that_cannot_be_written_fails(int poisonous, int works)
    {
        var session = new FailingSession("poison");
        using var writer = Writer(session);
        var all = Enumerable.Range(0, works).Select(i => new OneRecord(i == poisonous ? "poison" : "mz")).ToList();
        await TogetherAsync(writer, all);

        foreach (var (work, i) in all.Select((work, i) => (work, i)))
        {
            var failed = await Record.ExceptionAsync(() => work.Done);
            Assert.True(failed is null == (i != poisonous), $"work {i}: {failed}");
        }

        Assert.Equal(works - 1, session.Durable.Count);
        Assert.Equal(works - 1, session.Counts.GetValueOrDefault("record.taken"));
        Assert.DoesNotContain(session.Durable, row => row.Department == "poison");
    }

    [Fact]
    public async Task A_commit_that_fails_once_costs_nobody_anything()
    {
        var session = new FailingSession("poison") { FailsToCommitOnce = true };
        using var writer = Writer(session);
        var all = Enumerable.Range(0, 10).Select(_ => new OneRecord("mz")).ToList();

        await TogetherAsync(writer, all);

        await Task.WhenAll(all.Select(work => work.Done));
        Assert.Equal(10, session.Durable.DistinctBy(row => row.Id).Count());
        Assert.Equal(10, session.Durable.Count);
    }

    [Fact]
    public async Task What_waits_when_the_writer_ends_is_still_written()
    {
        var session = new FailingSession("poison");
        var all = Enumerable.Range(0, 1000).Select(_ => new OneRecord("mz")).ToList();

        using (var writer = Writer(session))
        {
            all.ForEach(writer.Enqueue);
        }

        await Task.WhenAll(all.Select(work => work.Done));
        Assert.Equal(1000, session.Durable.Count);
        Assert.True(session.Commits < 1000, "Works that wait together are committed together.");
    }

    private StoreWriter Writer(StoreSession session) => new(session, _sealer, new CaseCache(), groupLimit: 512, queueLimit: 10_000, NullLogger<StoreWriter>.Instance);

    // A first work holds the writer until all others wait, so that they are one group.
    private static async Task TogetherAsync(StoreWriter writer, List<OneRecord> works)
    {
        using var gate = new ManualResetEventSlim();
        var first = new Gate(gate);
        writer.Enqueue(first);
        works.ForEach(writer.Enqueue);
        gate.Set();
        await first.Done;
    }

    private sealed class OneRecord(string department) : WriteWork<bool>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group)
        {
            group.Add(new RecordRow(Guid.NewGuid(), department, "case.step", 1, null, 0, 0, Verdict.Accepted, RecordState.Taken, null, 1, null, [], null));
            Answer = true;
        }
    }

    private sealed class Gate(ManualResetEventSlim gate) : WriteWork<bool>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group) => Answer = gate.Wait(TimeSpan.FromSeconds(30));
    }
}
