using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class CaseCacheTests
{
    [Fact]
    public async Task Whoever_reads_after_a_commit_never_finds_a_case_as_it_was_before_it()
    {
        using var sealer = new Sealer(DataKeys.Ephemeral());
        var cache = new CaseCache();
        var found = new List<string?>();
        var session = new FailingSession("poison") { Committing = () => found.Add(cache.Find(1)?.CaseNo) };
        using var writer = new StoreWriter(session, sealer, cache, groupLimit: 512, queueLimit: 10_000, NullLogger<StoreWriter>.Instance);
        foreach (var caseNo in new[] { "before", "after" })
        {
            var work = new OneCase(new Case { Id = 1, Department = "mz", CaseNo = caseNo, GatewayNo = "990001202606150000000001" });
            writer.Enqueue(work);
            await work.Done;
        }

        Assert.Equal([null, null], found);
        Assert.Equal("after", cache.Find(1)!.CaseNo);
    }

    private sealed class OneCase(Case @case) : WriteWork<bool>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group)
        {
            group.Put(@case, changed => new CaseRow(changed.Id, changed.Department, null, "990001", 0, null, null, []));
            Answer = true;
        }
    }
}
