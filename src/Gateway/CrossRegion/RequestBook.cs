using System.Globalization;
using System.Text;
using ServiceHall.Gateway.Inbound;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.CrossRegion.Requests;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>One request inside a transaction: as it stands, and what is added to it.</summary>
internal sealed class RequestBook
{
    private readonly RequestDesk _desk;
    private readonly StoreSession _session;
    private readonly List<SaidAct> _acts = [];
    private readonly byte[] _data;

    private RequestBook(RequestRow row, Opening opening, byte[] data, RequestDesk desk, StoreSession session) =>
        (_desk, _session, _data, Row, Log) = (desk, session, data, row, new RequestLog(opening));

    public RequestRow Row { get; private set; }

    public RequestLog Log { get; }

    /// <summary>All acts that are here, in no order.</summary>
    public IReadOnlyList<SaidAct> Acts => _acts;

    /// <summary>A request that is there; null where there is none.</summary>
    public static RequestBook? Open(string no, RequestDesk desk, StoreSession session)
    {
        if (session.ReadRequest(no) is not { } row)
        {
            return null;
        }

        using var file = RequestFile.Open(row, desk.Hall.Sealer);
        var book = new RequestBook(row, RequestFile.OpeningOf(file), RequestFile.DataOf(file), desk, session);
        foreach (var act in session.ReadActs(no))
        {
            book.Know(Opened(act, desk.Hall.Sealer));
        }

        return book;
    }

    /// <summary>A request that begins now.</summary>
    public static RequestBook Begin(RequestRow row, Opening opening, byte[] data, RequestDesk desk, StoreSession session)
    {
        var book = new RequestBook(row, opening, data, desk, session);
        session.Insert(row);
        return book;
    }

    /// <summary>An act as it was kept.</summary>
    public static SaidAct Opened(RequestActRow row, Sealer sealer) => SaidAct.Read(sealer.Open(row.Body, PlaceOf(row.RequestNo, row.Division, row.Sequence)));

    /// <summary>A place of this hall does this now: it must not break a rule.</summary>
    public SaidAct Do(string division, Deed deed, DateTimeOffset at, string? by = null, string? note = null, string? materials = null)
    {
        var said = new SaidAct(Log.Next(division, deed, at), SaidAct.Fitting(by, SaidAct.LongestName), SaidAct.Fitting(note, SaidAct.LongestText), materials);
        Take(said);
        if (Row.Path == RequestPath.Exchanged)
        {
            AddPackage(division, said.Act.Sequence, receipt: null);
        }

        return said;
    }

    /// <summary>Takes an act of another place, as often as it comes.</summary>
    public void Take(SaidAct said)
    {
        if (_acts.Exists(known => known.Act.Division == said.Act.Division && known.Act.Sequence == said.Act.Sequence))
        {
            return;
        }

        _session.Insert(new RequestActRow(Row.No, said.Act.Division, said.Act.Sequence, _desk.Hall.Sealer.Seal(said.Write(), PlaceOf(Row.No, said.Act.Division, said.Act.Sequence))));
        Know(said);
    }

    /// <summary>One more package of ours: an act, a receipt, or with neither the opening.</summary>
    public void AddPackage(string? division, int? sequence, string? receipt)
    {
        Row = Row with { Packages = Row.Packages + 1 };
        _session.Insert(new RequestPackageRow(Row.No, Row.Packages, division, sequence, receipt));
    }

    /// <summary>It does not go on by itself any more.</summary>
    public void Stop(string problem) => Row = Row with { Problem = problem };

    /// <summary>Writes how it stands now, and tells whoever has its task; it is one once the receiving place has handed it on.</summary>
    public void Close(WriteGroup group)
    {
        Row = Row with { State = (int)Log.Request.State, Changed = _desk.Hall.Clock.Now.ToUnixTimeMilliseconds() };
        _session.Change(Row);
        if (Row.Owner is null || Log.Request.State == RequestState.Collected)
        {
            return;
        }

        if (_session.FindTask(TaskPlatform(Row), TaskKind.Request, Row.No) is not { } task)
        {
            var begun = _desk.NewTask(Row, Log.Request.Opening, _data);
            _session.Insert(begun);
            TaskChange.Tell(begun, before: null, code: null, group);
        }
        else
        {
            var changed = task with { Changed = Row.Changed };
            _session.Change(changed);
            TaskChange.Tell(changed, task.State, code: null, group);
        }
    }

    /// <summary>Who its task is from: the platform, or the hall itself.</summary>
    public static string TaskPlatform(RequestRow row) => row.Platform ?? "hall";

    private void Know(SaidAct said)
    {
        _acts.Add(said);
        Log.Take(said.Act);
    }

    private static byte[] PlaceOf(string no, string division, int sequence) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"request {no} {division} {sequence}"));
}
