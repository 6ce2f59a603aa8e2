using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake;

/// <summary>One page of records that wait too long; answers how many it saw to.</summary>
internal sealed class ParkedReview(Hall hall, TimeSpan findingAfter, TimeSpan quarantineAfter) : WriteWork<int>
{
    public const int Page = 200;

    public override int Weight => Page;

    public override void Apply(WriteGroup group)
    {
        var now = hall.Clock.Now;
        var over = (now - quarantineAfter).ToUnixTimeMilliseconds();
        var waiting = group.Session.ReadWaitingLong((now - findingAfter).ToUnixTimeMilliseconds(), over, Page).ToList();
        foreach (var row in waiting.Where(row => !group.IsPlaced(row.RecordId)))
        {
            if (row.Received < over)
            {
                GiveUp(row, hall, group);
            }
            else
            {
                group.Tell(row);
                Change(row, RuleBook.CaseWaitingLong, Verdict.Parked, RecordState.Parked, hall, group);
            }
        }

        Answer = waiting.Count;
    }

    /// <summary>Its acceptance will not come: it goes to quarantine.</summary>
    public static void GiveUp(UnplacedRow row, Hall hall, WriteGroup group)
    {
        group.Place(row);
        Change(row, RuleBook.CaseNeverAccepted, Verdict.Rejected, RecordState.Quarantined, hall, group);
        group.Add(new JournalRow(
            hall.Clock.Now.ToUnixTimeMilliseconds(), "record.rejected", row.Department, null, row.RecordId, null, RecordState.Quarantined.Word(), RuleBook.CaseNeverAccepted.Id, null));
    }

    private static void Change(UnplacedRow row, Rule rule, Verdict verdict, RecordState state, Hall hall, WriteGroup group)
    {
        var record = group.Record(row.RecordId);
        IReadOnlyList<StoredFinding> findings =
            [.. FindingsFile.Open(hall.Sealer, record.Id, record.Findings), StoredFinding.Of(Finding.Of(rule), RuleProfile.Product)];
        var decides = state == RecordState.Parked ? record.Rule : rule.Id;
        group.Change(new RecordChange(
            record.Id, record.Department, row.Key, record.Version, record.CaseId, verdict, record.State, state, decides, record.ConfigId, FindingsFile.Seal(hall.Sealer, record.Id, findings)));
    }
}
