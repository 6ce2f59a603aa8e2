using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Operators;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Operators;

public sealed class OperatorJournalTests
{
    [Fact]
    public async Task Each_verb_leaves_who_and_why_and_nobody_reads_the_why_in_the_file()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var (step, _) = await hall.BlockAsync(province, "O-1");
        var quarantined = (await hall.Client().PushAsync(Samples.Accepted("O-2").WithData("matterCode", "no-such-matter"))).Results[0].Id();

        await hall.OrderAsync($"/v1/records/{quarantined}:discard");
        await hall.OrderAsync("/v1/platforms/one-window:stop");
        await hall.OrderAsync($"/v1/records/{step}:resend", new { platform = "one-window" });
        await hall.OrderAsync("/v1/platforms/one-window:start");

        var rows = Journal(hall);
        Assert.Equal(["operator.discarded", "operator.platform-stopped", "operator.resent", "operator.platform-started"], rows.Select(row => row.What));
        Assert.All(rows, row => Assert.Equal("operator", row.Actor));
        Assert.All(rows, row => Assert.Equal(Operating.Reason, OperatorJournal.ReasonOf(row, hall.Services.GetRequiredService<Sealer>())));
        Assert.DoesNotContain(hall.Log.Lines, line => line.Contains("示例丙", StringComparison.Ordinal));
        Assert.Empty(FilesWith(hall.Folder, "示例丙"));
    }

    [Fact]
    public async Task What_was_refused_leaves_nothing()
    {
        await using var hall = await TestHall.StartAsync();
        var taken = (await hall.Client().PushAsync(Samples.Accepted("O-3"))).Results[0].Id();
        var before = hall.Everything();

        Assert.Equal(409, (await hall.OrderAsync($"/v1/records/{taken}:discard")).Status);
        Assert.Equal(404, (await hall.OrderAsync($"/v1/records/{taken}:discard", new { platform = "one-window" })).Status);

        Assert.Equal(before, hall.Everything());
    }

    private static List<JournalRow> Journal(TestHall hall)
    {
        using var reader = hall.Look();
        return
        [
            .. Operating.Rows(reader, "SELECT at, what, record_id, platform, actor, reason FROM journal WHERE actor IS NOT NULL ORDER BY seq").Select(row => new JournalRow(
                long.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture), row[1], "", null, row[2].Length == 0 ? null : new Guid(Convert.FromHexString(row[2]), bigEndian: true),
                row[3].Length == 0 ? null : row[3], null, null, null, row[4], Convert.FromHexString(row[5]))),
        ];
    }

    private static IEnumerable<string> FilesWith(string folder, string text) =>
        Directory.GetFiles(folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Where(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        });
}
