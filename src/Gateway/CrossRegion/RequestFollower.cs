using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.CrossRegion.Requests;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>The request goes along with its case: what the home division's department says of the case, it has done to the request.</summary>
internal sealed class RequestFollower(RequestDesk desk) : ICaseFollower
{
    /// <inheritdoc/>
    public StoredFinding? Foresee(string requestNo, EventData said, WriteGroup group) =>
        DeedOf(said) is { } deed && Book(requestNo, group) is { } book && book.Log.Request.Broken(book.Row.Home, deed) is { } rule && !IsDone(book, deed)
            ? new StoredFinding(rule.Id, null, rule.Message, IsError: true)
            : null;

    /// <inheritdoc/>
    public void Follow(string requestNo, EventData said, DateTimeOffset at, WriteGroup group)
    {
        if (DeedOf(said) is { } deed && Book(requestNo, group) is { } book && book.Log.Request.Broken(book.Row.Home, deed) is null)
        {
            book.Do(book.Row.Home, deed, at, By(said), Note(said));
            book.Close(group);
        }
    }

    // Only of a request that is the hall's own to decide: an authority's part is said of the request itself.
    private RequestBook? Book(string requestNo, WriteGroup group) =>
        RequestBook.Open(requestNo, desk, group.Session) is { } book && desk.IsOurs(book.Row.Home) ? book : null;

    // The result may have been handed out at the window that took the papers, before the department's own record of it comes.
    private static bool IsDone(RequestBook book, Deed deed) => deed is Deed.Deliver && book.Log.Request.State is RequestState.Delivered or RequestState.ResultSent;

    private static Deed? DeedOf(EventData said) => said switch
    {
        SupplementRequested => new Deed.AskSupplement(),
        Accepted => new Deed.Accept(),
        Refused => new Deed.Refuse(),
        Closed => new Deed.Decide(),
        Delivered => new Deed.Deliver(),
        _ => null,
    };

    private static string? By(EventData said) => said switch
    {
        SupplementRequested asked => asked.RequestedBy,
        Accepted accepted => accepted.AcceptedBy,
        Refused refused => refused.RefusedBy,
        Closed closed => closed.ClosedBy,
        _ => null,
    };

    private static string? Note(EventData said) => said switch
    {
        SupplementRequested asked => asked.Reason,
        Refused refused => refused.Reason,
        Closed closed => closed.Result,
        _ => null,
    };
}
