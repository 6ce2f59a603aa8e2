namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>Which of the places a step belongs to.</summary>
internal enum Side
{
    Receiving,
    Home,
    Authority,
}

/// <summary>
/// The state machine of each mode (国办发〔2020〕35号, 三种业务模式): what may be done where, by whom, and where it leads. Nothing else moves a request.
/// </summary>
internal static class RequestFlow
{
    // Common to all: the home division judges what came, and what it misses goes back by way of the receiving place.
    private static readonly Move[] Judged =
    [
        new(RequestState.Submitted, typeof(Deed.AskSupplement), Side.Home, RequestState.Supplementing),
        new(RequestState.Supplementing, typeof(Deed.Resubmit), Side.Receiving, RequestState.Submitted),
        new(RequestState.Supplementing, typeof(Deed.Withdraw), Side.Receiving, RequestState.Withdrawn),
        new(RequestState.Submitted, typeof(Deed.Refuse), Side.Home, RequestState.Refused),
        new(RequestState.Submitted, typeof(Deed.Accept), Side.Home, RequestState.Accepted),
        new(RequestState.Accepted, typeof(Deed.Decide), Side.Home, RequestState.Decided),
        new(RequestState.Decided, typeof(Deed.Deliver), Side.Home, RequestState.Delivered),
    ];

    // 收受分离: a window elsewhere looks at form and identity, hands on, and may hand the result out.
    private static readonly Move[] Windowed =
    [
        new(RequestState.Collected, typeof(Deed.CheckForm), Side.Receiving, RequestState.Collected),
        new(RequestState.Collected, typeof(Deed.CheckIdentity), Side.Receiving, RequestState.Collected),
        new(RequestState.Collected, typeof(Deed.Withdraw), Side.Receiving, RequestState.Withdrawn),
        new(RequestState.Collected, typeof(Deed.Transfer), Side.Receiving, RequestState.Submitted),
        .. Judged,
        new(RequestState.Decided, typeof(Deed.SendResult), Side.Home, RequestState.ResultSent),
        new(RequestState.ResultSent, typeof(Deed.Deliver), Side.Receiving, RequestState.Delivered),
    ];

    // 多地联办: between acceptance and decision each authority does its part; the applicant comes once.
    private static readonly Move[] Joint = [.. Windowed, new(RequestState.Accepted, typeof(Deed.FinishPart), Side.Authority, RequestState.Accepted)];

    /// <summary>Where a request of this mode begins.</summary>
    /// <exception cref="ArgumentException">No such mode.</exception>
    public static RequestState First(string mode) => Of(mode) == Judged ? RequestState.Submitted : RequestState.Collected;

    /// <summary>The step that a deed is in this state; null where it is none.</summary>
    public static Move? Find(string mode, RequestState state, Deed deed) => Array.Find(Of(mode), move => move.From == state && move.Deed == deed.GetType());

    private static Move[] Of(string mode) => mode switch
    {
        "online" => Judged,
        "collectedElsewhere" => Windowed,
        "jointlyHandled" => Joint,
        _ => throw new ArgumentException($"No mode is called {mode}.", nameof(mode)),
    };

    /// <summary>One step.</summary>
    internal sealed record Move(RequestState From, Type Deed, Side By, RequestState To);
}
