using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>Pages of the change feed (contract section 4), however they are asked for: complete, in commit order, each reader its own.</summary>
internal sealed class ChangePages(ChangeReader reader, ChangeFeed feed, Cursors cursors, TimeProvider machine)
{
    private const int Batch = 500;

    /// <summary>Where a reader goes on. False where the cursor is of no use: made up, or of what is no longer so since a back-up was put back. The beginning of what is kept is null.</summary>
    public bool TryPlace(string after, out long? place)
    {
        place = after switch
        {
            "" => null,
            "now" => reader.End().Next,
            _ => cursors.PlaceOf(after),
        };
        return place is not null || after.Length == 0;
    }

    /// <summary>A page, at once or when there is something, by the time to wait; null where not all changes behind the place are kept.</summary>
    public async Task<ChangePage?> ReadAsync(ChangesQuery query, long? place, Caller caller, CancellationToken cancellationToken) =>
        query.Wait == TimeSpan.Zero ? reader.Read(place, caller, query.Limit) : await WaitAsync(query, place, caller, cancellationToken);

    /// <summary>The first page of a reader who stays; null where not all changes behind the place are kept. Listen to the feed first.</summary>
    public ChangePage? First(long? place, Caller caller) => reader.Read(place, caller, Batch);

    /// <summary>The page behind this one, once there is one; one without changes after so long a silence; null where not all changes behind it are kept.</summary>
    public async Task<ChangePage?> NextAsync(ChangePage page, Caller caller, TimeSpan atMost, CancellationToken cancellationToken) =>
        !page.IsHead || await feed.GoesOnAsync(page.Next, atMost, cancellationToken) ? feed.Read(page.Next, caller, Batch) : page with { Changes = [] };

    private async Task<ChangePage?> WaitAsync(ChangesQuery query, long? place, Caller caller, CancellationToken cancellationToken)
    {
        var since = machine.GetTimestamp();
        using var listening = feed.Listen();
        var page = reader.Read(place, caller, query.Limit);
        while (page is { Changes.Count: 0, IsHead: true } && await feed.GoesOnAsync(page.Next, query.Wait - machine.GetElapsedTime(since), cancellationToken))
        {
            page = feed.Read(page.Next, caller, query.Limit);
        }

        return page;
    }
}
