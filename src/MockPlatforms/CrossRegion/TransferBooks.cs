using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.OneWindow.Rows;
using ServiceHall.MockPlatforms.SampleCounty;

namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>The platform's state behind one lock: what was taken, whose inbox it lies in, how far each has confirmed. Each step is a line on disk before anybody is told.</summary>
internal sealed class TransferBooks : IDisposable
{
    // A package as deep as a body may be lies one member deeper in its line.
    private static readonly JsonDocumentOptions Deeper = new() { MaxDepth = 128 };

    private readonly Lock gate = new();
    private readonly List<TakenPackage> all = [];
    private readonly Dictionary<(string RequestNo, string From), List<TakenPackage>> lanes = [];
    private readonly Dictionary<string, Inbox> inboxes = [];
    private readonly Dictionary<(string County, string Digest), string> shared = [];
    private readonly IReadOnlyDictionary<string, string> counties;
    private readonly FileShelf shelf;
    private readonly TimeProvider clock;
    private readonly LineFile file;

    /// <exception cref="SettingsException">A line that is none of ours.</exception>
    public TransferBooks(string folder, IReadOnlyDictionary<string, string> counties, FileShelf shelf, TimeProvider clock)
    {
        (this.counties, this.shelf, this.clock) = (counties, shelf, clock);
        Directory.CreateDirectory(folder);
        file = new LineFile(Path.Combine(folder, "journal.jsonl"));
        foreach (var line in file.Lines())
        {
            Replay(line);
        }
    }

    /// <summary>Takes a package, knows it again, or says why not.</summary>
    public Receipt Take(Package package)
    {
        lock (gate)
        {
            // 1. What was taken is taken, also where a file or a county went away since.
            var lane = lanes.GetValueOrDefault((package.RequestNo, package.From), []);
            if (package.Sequence <= lane.Count)
            {
                var first = lane[(int)package.Sequence - 1];
                return JsonNode.DeepEquals(first.Package.Body, package.Body) ? Receipt.Repeated(first.ReceiptNo) : Receipt.OtherContent();
            }

            // 2. What is new must fit.
            if (Refuse(package, lane.Count + 1) is { } refusal)
            {
                return refusal;
            }

            // 3. The line first: what is answered was written.
            var taken = new TakenPackage(package, $"KQ{all.Count + 1:D12}", $"{clock.GetUtcNow().ToOffset(HallTime.Offset):yyyy-MM-dd'T'HH:mm:sszzz}");
            file.Append(Members.Of(("receipt", taken.ReceiptNo), ("receivedAt", taken.ReceivedAt), ("package", package.Body.DeepClone())).ToJsonString(Members.Line));
            Enter(taken);
            return Receipt.Taken(taken.ReceiptNo);
        }
    }

    /// <summary>A page of a county's inbox, and what ends when more comes.</summary>
    /// <param name="after">Behind which place; null for behind what was confirmed.</param>
    public (long After, IReadOnlyList<(long Place, TakenPackage Package)> Packages, Task Arrival) Page(string county, long? after, int limit)
    {
        lock (gate)
        {
            var inbox = InboxOf(county);
            var from = after ?? inbox.Received;
            return (from, inbox.After(from, limit), inbox.Arrival);
        }
    }

    /// <summary>Confirms up to a place and says how far is confirmed now, never less than before; null for a place that is not there yet.</summary>
    public long? Confirm(string county, long place)
    {
        lock (gate)
        {
            var inbox = InboxOf(county);
            if (place > inbox.Last)
            {
                return null;
            }

            if (place > inbox.Received)
            {
                file.Append(Members.Of(("received", county), ("place", place)).ToJsonString(Members.Line));
                inbox.Received = place;
            }

            return inbox.Received;
        }
    }

    /// <summary>Where a whole file lies that a county may read: its own, or one that a package brought it. Null for every other.</summary>
    public string? FileFor(string county, string digest)
    {
        lock (gate)
        {
            // A digest and nothing else: beside the whole files lie the parts, and a name may lead out of the folder.
            return PackageReader.IsDigest(digest) && KeeperOf(county, digest) is { } keeper ? shelf.PathOf(keeper, digest) : null;
        }
    }

    public IReadOnlyList<TakenPackage> Of(string requestNo)
    {
        lock (gate)
        {
            return [.. all.Where(taken => taken.Package.RequestNo == requestNo)];
        }
    }

    public void Dispose() => file.Dispose();

    private Receipt? Refuse(Package package, long expected) =>
        package.Sequence != expected ? Receipt.Gap(expected)
        : package.To.FirstOrDefault(to => to == package.From || !counties.ContainsKey(to)) is { } to ? Receipt.UnknownCounty(to)
        : package.Files.FirstOrDefault(named => FileFor(package.From, named.Digest) is null) is { } missing ? Receipt.FileMissing(missing.Digest)
        : package.Files.ToList().FindIndex(named => new FileInfo(FileFor(package.From, named.Digest)!).Length != named.Size) is var i and >= 0 ? Receipt.Malformed($"files[{i}].size")
        : null;

    private void Enter(TakenPackage taken)
    {
        var (package, key) = (taken.Package, (taken.Package.RequestNo, taken.Package.From));
        all.Add(taken);
        (lanes.TryGetValue(key, out var lane) ? lane : lanes[key] = []).Add(taken);
        foreach (var to in package.To)
        {
            package.Files.ToList().ForEach(named => shared.TryAdd((to, named.Digest), KeeperOf(package.From, named.Digest) ?? package.From));
            InboxOf(to).Add(taken);
        }
    }

    private string? KeeperOf(string county, string digest) => shelf.Has(county, digest) ? county : shared.GetValueOrDefault((county, digest));

    private Inbox InboxOf(string county) => inboxes.TryGetValue(county, out var inbox) ? inbox : inboxes[county] = new Inbox();

    private void Replay(string line)
    {
        try
        {
            var said = JsonNode.Parse(line, null, Deeper)!.AsObject();
            if (said["package"] is JsonObject package)
            {
                Enter(new TakenPackage(PackageReader.OfChecked(package), (string)said["receipt"]!, (string)said["receivedAt"]!));
            }
            else
            {
                InboxOf((string)said["received"]!).Received = (long)said["place"]!;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentNullException or NullReferenceException)
        {
            throw new SettingsException("--transfer: a line of the journal is none of ours; move the folder away to begin anew.");
        }
    }
}
