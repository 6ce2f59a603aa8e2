namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>What was put before one county, in the order taken; places are 1, 2, 3 and so on. Guarded by the lock of <see cref="TransferBooks"/>.</summary>
internal sealed class Inbox
{
    private readonly List<TakenPackage> packages = [];
    private TaskCompletionSource arrival = Fresh();

    /// <summary>How far the county has confirmed.</summary>
    public long Received { get; set; }

    public long Last => packages.Count;

    /// <summary>Ends when the next package comes.</summary>
    public Task Arrival => arrival.Task;

    public void Add(TakenPackage package)
    {
        packages.Add(package);
        arrival.SetResult();
        arrival = Fresh();
    }

    public IReadOnlyList<(long Place, TakenPackage Package)> After(long place, int limit) =>
        [.. packages.Skip((int)Math.Min(place, packages.Count)).Take(limit).Select((package, i) => (place + i + 1, package))];

    // Whoever waits goes on elsewhere, not inside the lock of whoever sends.
    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A package in the books.</summary>
internal sealed record TakenPackage(Package Package, string ReceiptNo, string ReceivedAt);
