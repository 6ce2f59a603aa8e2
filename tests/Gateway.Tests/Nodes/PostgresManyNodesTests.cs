using ServiceHall.Gateway.Tests.Store.Contract;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Nodes;

/// <summary>Many gateways that start at the same moment.</summary>
public sealed class PostgresManyNodesTests
{
    private const int Gateways = 20;
    private const int Cases = 200;

    [StoreFact]
    public async Task Twenty_that_start_at_once_send_each_row_once_to_a_province_that_answers()
    {
        await using var nodes = new NodeHalls();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);

        // Something waits for them: whoever comes first finds work at once, and must give most of it up.
        var first = await nodes.StartAsync(null);
        await first.StopAsync();
        var halls = await Task.WhenAll(Enumerable.Range(0, Gateways).Select(number => Task.Run(async () =>
        {
            var hall = await nodes.StartAsync(province);
            for (var no = number; no < Cases; no += Gateways)
            {
                Assert.Equal(["accepted"], (await hall.Client().PushAsync(Samples.Accepted($"N-{no}"))).Verdicts);
            }

            return hall;
        })));
        await nodes.AllConfirmedAsync();
        await nodes.SharedByAsync(Gateways);

        for (var no = 0; no < Cases; no++)
        {
            Assert.Equal(["accepted"], (await halls[(no + 7) % Gateways].Client().PushAsync(Samples.Step($"N-{no}"))).Verdicts);
        }

        await nodes.AllConfirmedAsync();
        var journal = await province.JournalAsync();
        Assert.All(journal, entry => Assert.Equal("taken", entry.Outcome));
        Assert.Equal(journal.Count, journal.Select(entry => (entry.Table, entry.RowGuid, entry.Operation)).Distinct().Count());
        Assert.Equal((Cases, Cases), (journal.Count(entry => entry.Table == "up_pro_accept"), journal.Count(entry => entry.Table == "up_pro_process")));
    }
}
