using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.CrossRegion.Requests;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>What became of a request that was said to the gateway, or of something done to one.</summary>
/// <param name="Request">As it stands; null where nothing was kept.</param>
/// <param name="Problem">Why nothing was.</param>
/// <param name="Findings">What was found wrong, or remarkable.</param>
internal sealed record RequestOutcome(Request? Request, RequestRow? Row, ProblemCode? Problem, IReadOnlyList<StoredFinding> Findings)
{
    /// <summary>Whether the same was said before.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>One that kept nothing.</summary>
    public static RequestOutcome Refused(ProblemCode problem, params IReadOnlyList<StoredFinding> findings) => new(null, null, problem, findings);

    /// <summary>The answer, where something was kept.</summary>
    public void Write(Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("requestNo", Row!.No);
        to.WriteString("verdict", IsRepeat ? "duplicate" : "accepted");
        to.WriteString("state", Request!.State.Word());
        to.WriteString("turn", Request.Turn.Word());
        to.WriteString("homeDivision", Row.Home);
        to.WriteString("receivingDivision", Row.Receiving);
        to.WriteString("platform", Row.Platform);
        to.WriteString("department", Row.Owner);
        StoredFinding.WriteAll(to, "warnings", Findings);
        to.WriteEndObject();
    }
}

/// <summary>Keeps a request that begins, once for each number, with what the receiving place has done to it already.</summary>
/// <param name="row">As it begins; without a number where the hall gives one.</param>
/// <param name="deeds">What the receiving place has done.</param>
internal sealed class OpenRequest(RequestRow row, Opening opening, byte[] data, IReadOnlyList<(Deed Deed, DateTimeOffset At, string? By, string? Note)> deeds, RequestDesk desk) : WriteWork<RequestOutcome>
{
    public override int Weight => 1 + deeds.Count;

    public override void Apply(WriteGroup group)
    {
        // Without a number it is known again by what it says, and by whom.
        if ((row.No.Length > 0 ? group.Session.ReadRequest(row.No) : group.Session.FindRequest(row.Digest)) is { } known && (row.No.Length > 0 || known.Collector == row.Collector))
        {
            Answer = known.Digest.AsSpan().SequenceEqual(row.Digest)
                ? new RequestOutcome(RequestBook.Open(known.No, desk, group.Session)!.Log.Request, known, null, []) { IsRepeat = true }
                : RequestOutcome.Refused(ProblemCodes.NumberTaken);
            return;
        }

        var no = row.No.Length > 0 ? row.No : desk.Hall.NewRequestNo(opening.At);
        var book = RequestBook.Begin(row with { No = no, Body = desk.Hall.Sealer.Seal(RequestFile.Write(opening, data), RequestFile.Place(no)) }, opening, data, desk, group.Session);
        if (row.Path == RequestPath.Exchanged)
        {
            book.AddPackage(division: null, sequence: null, receipt: null);
        }

        List<StoredFinding> findings = [];
        foreach (var (deed, at, by, note) in deeds)
        {
            // What can't be done yet is left to whoever goes on with it, and told.
            if (book.Log.Request.Broken(opening.Receiving, deed) is { } rule)
            {
                findings.Add(new StoredFinding(rule.Id, deed.Word(), rule.Message, IsError: false));
                continue;
            }

            book.Do(opening.Receiving, deed, at, by, note);
        }

        book.Close(group);
        Answer = new RequestOutcome(book.Log.Request, book.Row, null, findings);
    }
}

/// <summary>Something that a place of this hall does to a request, or the platform that sent it for the places elsewhere.</summary>
internal sealed class DoDeed(string no, Caller caller, Deed deed, DateTimeOffset? at, string? by, string? note, string? materials, RequestDesk desk) : WriteWork<RequestOutcome>
{
    private static readonly Type[] OfItsCase = [typeof(Deed.AskSupplement), typeof(Deed.Accept), typeof(Deed.Refuse), typeof(Deed.Decide), typeof(Deed.Deliver)];

    public override int Weight => 1;

    public override void Apply(WriteGroup group)
    {
        var book = RequestBook.Open(no, desk, group.Session)!;
        var places = PlacesOf(book);
        if (places.Count == 0)
        {
            Answer = RequestOutcome.Refused(ProblemCodes.NotYours);
            return;
        }

        if (places.Exists(place => IsRepeated(book, place)))
        {
            Answer = new RequestOutcome(book.Log.Request, book.Row, null, []) { IsRepeat = true };
            return;
        }

        var tried = places.ConvertAll(place => (Place: place, Rule: RuleOf(book, place)));
        if (tried.FindIndex(one => one.Rule is null) is not (>= 0 and var able))
        {
            var rule = tried[^1].Rule!;
            Answer = RequestOutcome.Refused(ProblemCodes.DeedRefused, new StoredFinding(rule.Id, null, rule.Message, IsError: true));
            return;
        }

        book.Do(tried[able].Place, deed, at ?? desk.Hall.Clock.Now, by, note, materials);
        book.Close(group);
        Answer = new RequestOutcome(book.Log.Request, book.Row, null, []);
    }

    private RequestRule? RuleOf(RequestBook book, string place) =>
        book.Log.Request.Broken(place, deed) ?? (place == book.Row.Home && desk.IsOurs(place) && OfItsCase.Contains(deed.GetType()) ? ByTask(book, place) : null);

    // What the receiving place hands out is no business of the home division's case.
    private RequestRule? ByTask(RequestBook book, string place) => deed is Deed.Deliver && place == book.Row.Receiving && book.Log.Request.State == RequestState.ResultSent ? null : RequestRule.ByTask;

    // Whom the caller speaks for, the receiving place first.
    private List<string> PlacesOf(RequestBook book)
    {
        var opening = book.Log.Request.Opening;
        List<string> all = [.. ((string[])[opening.Receiving, opening.Home, .. opening.Authorities]).Distinct(StringComparer.Ordinal)];
        return caller switch
        {
            { Role: Role.Platform } => book.Row.Path == RequestPath.Called && caller.Platform == book.Row.Platform ? all.FindAll(place => !desk.IsOurs(place)) : [],
            { Role: Role.Department } => all.FindAll(place => desk.IsOurs(place) && ((place == opening.Receiving && IsOf(book.Row.Collector)) || ((place == opening.Home || opening.Authorities.Contains(place)) && IsOf(book.Row.Owner)))),
            _ => [],
        };
    }

    private bool IsOf(string? department) => department is not null && caller.MaySpeakFor(department);

    // Whoever had no answer says the same again, before anything else.
    private bool IsRepeated(RequestBook book, string place) =>
        book.Acts.Where(said => said.Act.Division == place).MaxBy(said => said.Act.Sequence) is { } last
        && (at is null || last.Act.At == at) && Words(last).SequenceEqual(Words(last with { Act = last.Act with { Deed = deed }, By = by, Note = note, Materials = materials }));

    private static byte[] Words(SaidAct said) => Json.Bytes(to =>
    {
        to.WriteStartObject();
        said.WriteDeed(to);
        to.WriteEndObject();
    });
}
