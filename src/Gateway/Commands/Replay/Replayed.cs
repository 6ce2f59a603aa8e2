using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Commands.Replay;

/// <summary>A recorded stream as it is played.</summary>
internal sealed class Replayed(string adapter, DepartmentMapping mapping, Hall hall, RecordPreparer preparer, StoreSession session, CaseCache cache)
{
    public int Events { get; private set; }

    /// <summary>Where the papers of a case were handed in, by the case's number, of the cross-region requests that were taken.</summary>
    public Dictionary<string, string?> CrossFrom { get; } = new(StringComparer.Ordinal);

    /// <summary>Judges events together, each prepared with the clock at its receipt.</summary>
    public IEnumerable<(int Seq, RecordResult Result)> Play((int Seq, DateTimeOffset ReceivedAt, byte[] Line)[] events)
    {
        var prepared = events.Select(one => Prepare(one.ReceivedAt, one.Line)).ToList();
        var work = new IntakeWork(prepared, hall, preparer);
        var group = new WriteGroup(session, hall.Sealer, cache);
        session.Begin();
        work.Declare(group);
        group.Load();
        work.Apply(group);
        group.Flush();
        session.Commit();
        group.Remember();
        work.Committed();
        Events += events.Length;
        foreach (var (one, result) in prepared.Zip(work.Done.Result))
        {
            if (one.Record is { Data: CrossRegionRequest request, CaseNo: { } caseNo } && result.Verdict == Verdict.Accepted)
            {
                CrossFrom[caseNo] = request.ReceivingDivision;
            }
        }

        return events.Zip(work.Done.Result, (one, result) => (one.Seq, result));
    }

    /// <summary>Every case there is, in the order in which they began.</summary>
    public IEnumerable<Case> Cases(long count) =>
        session.ReadCases([.. Enumerable.Range(1, (int)count).Select(id => (long)id)]).Select(row => CaseDocument.Open(hall.Sealer, row.Id, row.Document));

    private PreparedRecord Prepare(DateTimeOffset receivedAt, byte[] line)
    {
        hall.Clock.HoldAt(receivedAt);
        using var document = JsonDocument.Parse(line);
        var source = SourceNode.Of(document.RootElement);
        return preparer.Prepare(source, line, adapter, Anybody(mapping.Map(source, receivedAt).Department ?? ""), hall.Current);
    }

    // Who may push is no question of a recording.
    private static Caller Anybody(string department) => new(new ClientSettings { Key = "replay", Secret = "", Departments = [department] });
}
