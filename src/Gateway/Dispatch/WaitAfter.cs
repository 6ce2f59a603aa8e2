using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// A delivery, and those behind it, that wait for a record of another lane. Nothing where the lane has changed, or where that record has come to the
/// platform since the lane was read: nobody would wake it any more.
/// </summary>
internal sealed class WaitAfter(Offer.After after) : WriteWork<bool>
{
    public override int Weight => after.Changes.Count;

    public override void Declare(WriteGroup group)
    {
        group.NeedKey(after.Prior.Department, after.Prior.Key);
        foreach (var read in after.Changes.Select(change => change.Read).Append(after.Read))
        {
            group.NeedStanding(read.Row);
        }
    }

    public override void Apply(WriteGroup group)
    {
        var row = after.Read.Row;
        Answer = after.Changes.Select(change => change.Read).Append(after.Read).All(read => group.Stands(read.Row, read.UpTo))
            && group.Awaited.Await(row.Platform, row.Subject, after.Prior.Department, after.Prior.Key);
        foreach (var (read, waiting) in Answer ? after.Changes : [])
        {
            group.Put(waiting, read.Row.State);
        }
    }
}
