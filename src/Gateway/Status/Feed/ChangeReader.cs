using System.Data.Common;
using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>Reads changes from the store, and makes of them what is told.</summary>
internal sealed class ChangeReader(Database database, CaseReader cases, Cursors cursors, ILogger<ChangeReader> log)
{
    /// <summary>Before everything that ever was.</summary>
    public ChangePage Origin() => NothingAt(ChangePlace.Origin);

    /// <summary>Behind everything there is.</summary>
    public ChangePage End() => NothingAt(database.ReadLastPlace());

    /// <summary>The changes behind a place (null: from the beginning of what is kept) that this caller may see; null where not all of them are kept.</summary>
    public ChangePage? Read(long? after, Caller caller, int most) => Read(new ChangeQuery(after, caller.ReadsOnly, most));

    public ChangePage? Read(ChangeQuery query)
    {
        if (database.ReadChanges(query) is not var (rows, next, isHead))
        {
            return null;
        }

        var numbers = NumbersOf([.. rows.Select(row => row.Subject).OfType<long>().Distinct()]);
        return new ChangePage([.. rows.Select(row => ChangeOf(row, row.Subject is { } subject ? numbers.GetValueOrDefault(subject) : null))], next.Number, cursors.Of(next), isHead);
    }

    private ChangePage NothingAt(ChangePlace place) => new([], place.Number, cursors.Of(place), IsHead: true);

    private Change ChangeOf(ChangeRow row, string? number)
    {
        var cursor = cursors.Of(row.Standing);
        return new Change(row.Place, row.Department, row.What, cursor, Json.Bytes(to => Write(to, row, cursor, number)));
    }

    // What belongs to no case has no number, nor has what belongs to one that can't be opened: whoever reads the feed goes on.
    private Dictionary<long, string?> NumbersOf(IReadOnlyList<long> subjects)
    {
        using var reader = database.Reader();
        var open = cases.Read(reader, subjects);
        return subjects.ToDictionary(subject => subject, subject => NumberOf(subject, open));
    }

    private string? NumberOf(long subject, Func<long, Case> open)
    {
        try
        {
            return open(subject).GatewayNo;
        }
        catch (Exception fault) when (fault is not DbException)
        {
            FeedLog.CaseNotOpened(log, fault, subject);
            return null;
        }
    }

    private static void Write(Utf8JsonWriter to, ChangeRow row, string cursor, string? number)
    {
        to.WriteStartObject();
        to.WriteString("cursor", cursor);
        to.WriteTime("at", DateTimeOffset.FromUnixTimeMilliseconds(row.At));
        to.WriteString("what", row.What);
        WriteWhereKnown(to, row.What == ChangeRow.TaskChanged ? "taskNo" : "recordId", row.RecordId?.ToString());
        WriteWhereKnown(to, "gatewayCaseNo", number);
        WriteWhereKnown(to, "platform", row.Platform);
        WriteWhereKnown(to, "state", row.State);
        WriteWhereKnown(to, "code", row.Code);
        to.WriteEndObject();
    }

    private static void WriteWhereKnown(Utf8JsonWriter to, string name, string? value)
    {
        if (value is not null)
        {
            to.WriteString(name, value);
        }
    }
}
