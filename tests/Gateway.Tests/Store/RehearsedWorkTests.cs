using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class RehearsedWorkTests : IDisposable
{
    private readonly Sealer _sealer = new(DataKeys.Ephemeral());
    private readonly FailingSession _session = new("poison");

    public void Dispose() => _sealer.Dispose();

    [Theory]
    [InlineData("Together", 21, 0)]
    [InlineData("Alone", 21, 0)]
    [InlineData("Rehearsed", 20, 1)]
    public async Task Only_a_rehearsal_leaves_nothing_and_it_is_answered_all_the_same(string how, int durable, int rollbacks)
    {
        using var writer = Writer();
        var writing = Enum.Parse<Writing>(how);
        List<OneRecord> works = [.. Enumerable.Range(0, 10).Select(_ => new OneRecord("mz", Writing.Together)), new OneRecord("mz", writing), .. Enumerable.Range(0, 10).Select(_ => new OneRecord("mz", Writing.Together))];

        works.ForEach(writer.Enqueue);
        await Task.WhenAll(works.Select(work => work.Done));

        Assert.Equal((durable, rollbacks), (_session.Durable.Count, _session.Rollbacks));
        Assert.Equal(durable, _session.Counts["record.taken"]);
    }

    [Fact]
    public async Task A_rehearsal_that_fails_fails_alone()
    {
        using var writer = Writer();
        List<OneRecord> works = [new("mz", Writing.Together), new("poison", Writing.Rehearsed), new("mz", Writing.Together)];

        works.ForEach(writer.Enqueue);

        await Task.WhenAll(works[0].Done, works[2].Done);
        await Assert.ThrowsAsync<InvalidDataException>(() => works[1].Done);
        Assert.Equal(2, _session.Durable.Count);
    }

    [Fact]
    public async Task Case_numbers_taken_in_a_rehearsal_are_given_back()
    {
        using var writer = Writer();
        var rehearsal = new TakesNumber(writer, Writing.Rehearsed);
        var real = new TakesNumber(writer, Writing.Alone);

        writer.Enqueue(rehearsal);
        writer.Enqueue(real);

        Assert.Equal((1, 1), (await rehearsal.Done, await real.Done));
    }

    private StoreWriter Writer() => new(_session, _sealer, new CaseCache(), groupLimit: 512, queueLimit: 10_000, NullLogger<StoreWriter>.Instance);

    private sealed class OneRecord(string department, Writing writing) : WriteWork<bool>
    {
        public override int Weight => 1;

        public override Writing Writing => writing;

        public override void Apply(WriteGroup group)
        {
            group.Add(new RecordRow(Guid.NewGuid(), department, "case.step", 1, null, 0, 0, Verdict.Accepted, RecordState.Taken, null, 1, null, [], null));
            Answer = true;
        }
    }

    private sealed class TakesNumber(StoreWriter writer, Writing writing) : WriteWork<long>
    {
        public override int Weight => 1;

        public override Writing Writing => writing;

        public override void Apply(WriteGroup group) => Answer = writer.TakeCaseId();
    }
}
