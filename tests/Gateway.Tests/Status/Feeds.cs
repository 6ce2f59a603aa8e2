using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>How the tests read the change feed.</summary>
internal static class Feeds
{
    public static async Task<FeedPage> ChangesAsync(this SignedClient client, string after = "", int limit = 1000, int wait = 0)
    {
        var answer = await client.GetAsync($"/v1/changes?after={after}&limit={limit}&wait={wait}");
        Assert.True(answer.Status == 200, answer.ToString());
        return new FeedPage([.. answer.Json["changes"]!.AsArray().Select(change => change!)], (string)answer.Json["next"]!);
    }

    /// <summary>The word of a change, and the state it tells.</summary>
    public static string Told(this JsonNode change) => $"{change["what"]} {change["state"]}";

    public static string Cursor(this JsonNode change) => (string)change["cursor"]!;

    /// <summary>Journals so many changes of a department.</summary>
    public static Task JournalAsync(this TestHall hall, string department, int count) => hall.WriteAsync(new Journalling(department, count));

    /// <summary>Lets go of the changes that are older than this, by this clock.</summary>
    public static Task LetGoAsync(this TestHall hall, TimeSpan kept, TimeProvider? machine = null) =>
        hall.WriteAsync(new ChangeMark(kept, TimeSpan.Zero, machine ?? TimeProvider.System));

    /// <summary>The place behind which the feed goes back.</summary>
    public static long FirstPlace(this TestHall hall)
    {
        using var reader = hall.Look();
        return long.Parse(Assert.Single(Operating.Rows(reader, "SELECT min(place) FROM change_mark"))[0], CultureInfo.InvariantCulture);
    }

    private static Task<bool> WriteAsync(this TestHall hall, WriteWork<bool> work)
    {
        hall.Services.GetRequiredService<StoreWriter>().Enqueue(work);
        return work.Done;
    }

    private sealed class Journalling(string department, int count) : WriteWork<bool>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group)
        {
            for (var i = 0; i < count; i++)
            {
                group.Add(new JournalRow(i, "record.rejected", department, null, null, null, "quarantined", null, null));
            }
        }
    }
}

internal sealed record FeedPage(IReadOnlyList<JsonNode> Changes, string Next);
