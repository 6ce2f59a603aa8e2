namespace ServiceHall.Gateway.Store;

/// <summary>
/// The next page of those who have waited for a record that is there now. Where the gateway stops before it, they are looked at as all lanes are: at its next start, and by others
/// when they see that it is gone.
/// </summary>
/// <param name="at">When those before it were let go.</param>
internal sealed class ReleaseRest(AwaitedRecord awaited, long at) : WriteWork<bool>
{
    public override int Weight => AwaitedRecords.Page;

    public override void Apply(WriteGroup group)
    {
        group.At = at;
        group.Awaited.Release(awaited);
    }
}
