using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.CrossRegion.Requests;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;
using Route = ServiceHall.Model.CrossRegion.Route;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>Requests between regions: those that our windows collect, those that are sent here, and what is done to them.</summary>
internal sealed class Requests(RecordPreparer preparer, CapabilityDirectory directory, RequestDesk desk, RequestReader reader, StoreWriter writer, GatewaySettings settings)
{
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private Hall Hall => desk.Hall;

    /// <summary>Takes one that our window collected: routed, and sent on where it is another place's to decide.</summary>
    public async Task<RequestOutcome> SubmitAsync(JsonElement root, Caller caller)
    {
        if (Read(root, caller, out var refused) is not { } sent)
        {
            return refused!;
        }

        if (!desk.IsOurs(sent.Said.ReceivingDivision!))
        {
            return Malformed(RuleBook.DivisionNotOurs, "receivingDivision");
        }

        var day = HallTime.DayOf(Hall.Clock.Now);
        var asked = new RouteRequest(sent.Said.MatterCode, sent.Said.CatalogCode, MatterName: null, sent.Said.Mode!, sent.Said.HomeDivision!, sent.Said.ReceivingDivision!, day);
        var route = directory.Find(asked);
        if (route is Route.Nowhere nowhere)
        {
            return NoRoute("cross-region.no-route", new RouteWords(Hall.Rules.Divisions).Why(nowhere, asked));
        }

        var found = (Route.To)route;

        var places = new Opening(sent.Said.Mode!, found.Receiving, found.Home, sent.Authorities, sent.Originals, sent.OccurredAt ?? Hall.Clock.Now);
        var isElsewhere = ((string[])[places.Home, .. places.Authorities]).Any(place => !desk.IsOurs(place));
        if (isElsewhere && !(settings.Platforms.Transfer.Enabled && found.Rule.Platform == TransferSettings.Name))
        {
            return NoRoute("cross-region.no-platform", $"规则 {found.Rule.Id} 指向外地，所用的平台没有启用（Platforms:Transfer）");
        }

        var owner = desk.OwnerOf(places, sent.Said, found.Rule);
        if (owner is null && ((string[])[places.Home, .. places.Authorities]).Any(desk.IsOurs))
        {
            return NoRoute("cross-region.no-route", "该事项不在本大厅的事项清单中，无法确定受理部门");
        }

        return await OpenAsync(sent, places, isElsewhere ? RequestPath.Exchanged : RequestPath.Here, isElsewhere ? TransferSettings.Name : null, sent.Department, owner);
    }

    /// <summary>Takes one that a platform sends here.</summary>
    public async Task<RequestOutcome> ReceiveAsync(JsonElement root, Caller caller)
    {
        if (Read(root, caller, out var refused) is not { } sent)
        {
            return refused!;
        }

        var places = new Opening(sent.Said.Mode!, sent.Said.ReceivingDivision!, sent.Said.HomeDivision!, sent.Authorities, sent.Originals, sent.OccurredAt ?? Hall.Clock.Now);
        return sent.Said.RequestNo is null ? Malformed(RuleBook.FieldRequired, "requestNo")
            : !desk.IsOurs(places.Home) && !places.Authorities.Any(desk.IsOurs) ? Malformed(RuleBook.DivisionNotOurs, "homeDivision")
            : desk.OwnerOf(places, sent.Said, rule: null) is not { } owner ? Malformed(RuleBook.MatterUnknown, sent.Said.MatterCode is null ? "catalogCode" : "matterCode")
            : await OpenAsync(sent, places, RequestPath.Called, caller.Platform, collector: null, owner);
    }

    /// <summary>Does something to a request.</summary>
    public async Task<RequestOutcome> DoAsync(RequestRow request, JsonElement root, Caller caller)
    {
        List<Finding> found = [];
        var fields = new FieldReader(root, "", found);
        var word = fields.Text("deed", required: true);
        var deed = word is not null && DeedWords.IsWord(word) ? SaidAct.ReadDeed(word, fields, found) : null;
        var at = fields.Time("occurredAt");
        var (by, note, materials) = SaidAct.ReadWords(fields, found);
        fields.Finish();
        TextRules.Check(root, found);
        if (word is not null && !DeedWords.IsWord(word))
        {
            found.Add(new Finding(RuleBook.CodeUnknown, "deed", $"应为 {string.Join('、', DeedWords.All)} 之一"));
        }

        if (at > Hall.Clock.Now + Slack)
        {
            found.Add(Finding.Of(RuleBook.TimeInFuture, "occurredAt"));
        }

        List<StoredFinding> findings = [.. found.Select(finding => StoredFinding.Of(finding, Hall.Rules.Profile)).Distinct()];
        if (deed is null || findings.Exists(finding => finding.IsError))
        {
            return RequestOutcome.Refused(ProblemCodes.BodyMalformed, [.. findings.Where(finding => finding.IsError)]);
        }

        var work = new DoDeed(request.No, caller, deed, at, by, note, materials, desk);
        return writer.TryEnqueue(work) ? Warned(await work.Done, findings) : RequestOutcome.Refused(ProblemCodes.Busy);
    }

    /// <summary>A request by its number; null where there is none that this caller may see.</summary>
    public RequestRow? Find(string no, Caller caller) => reader.Find(no) is { } row && MaySee(row, caller) ? row : null;

    private static bool MaySee(RequestRow row, Caller caller) => caller.Role switch
    {
        Role.Department => (row.Collector is { } collector && caller.MaySpeakFor(collector)) || (row.Owner is { } owner && caller.MaySpeakFor(owner)),
        Role.Platform => caller.Platform == row.Platform,
        _ => true,
    };

    private SentRequest? Read(JsonElement root, Caller caller, out RequestOutcome? refused)
    {
        var (sent, findings) = SentRequest.Read(root, caller, preparer, Hall, desk.IsOurs);
        if (sent?.Said.RequestNo is { } no && TextRules.Unusable(no, RecordReader.LongestCaseNo) is { } rule)
        {
            (sent, findings) = (null, [new StoredFinding(rule.Id, "requestNo", Finding.Of(rule, "requestNo").Message, IsError: true)]);
        }

        refused = sent is null ? RequestOutcome.Refused(ProblemCodes.BodyMalformed, [.. findings.Where(finding => finding.IsError)]) : null;
        return sent;
    }

    private async Task<RequestOutcome> OpenAsync(SentRequest sent, Opening places, RequestPath path, string? platform, string? collector, string? owner)
    {
        var now = Hall.Clock.Now.ToUnixTimeMilliseconds();
        using var data = JsonDocument.Parse(sent.Data);
        var row = new RequestRow(
            sent.Said.RequestNo ?? "", path, platform, collector, owner, places.Mode, (sent.Said.MatterCode ?? sent.Said.CatalogCode)!, places.Home, places.Receiving, State: 0, now, now,
            Packages: 0, Sent: 0, Problem: null, desk.DigestOf(places, data.RootElement), Body: []);
        var work = new OpenRequest(row, places, sent.Data, DoneAlready(sent, places), desk);
        return writer.TryEnqueue(work) ? await work.Done : RequestOutcome.Refused(ProblemCodes.Busy);
    }

    // What the receiving place says that it has done: looked at it, taken the papers in, posted them, handed it on.
    private static List<(Deed Deed, DateTimeOffset At, string? By, string? Note)> DoneAlready(SentRequest sent, Opening places)
    {
        List<(Deed, DateTimeOffset, string?, string?)> deeds = [];
        if (places.Mode == "online")
        {
            return deeds;
        }

        var (form, identity, transfer) = (sent.Said.Checks?.Form, sent.Said.Checks?.Identity, sent.Said.Transfer);
        if (form?.Passed is { } inForm)
        {
            deeds.Add((new Deed.CheckForm(inForm), form.At ?? places.At, form.By, form.Note));
        }

        if (identity?.Passed is { } isThem)
        {
            deeds.Add((new Deed.CheckIdentity(isThem), identity.At ?? places.At, identity.By, identity.Note));
        }

        if (transfer?.Method is "post" or "window" && places.Originals.Count > 0)
        {
            deeds.Add((new Deed.TakeIn(places.Originals), places.At, null, null));
            if (transfer is { Method: "post", TrackingNo: { } trackingNo } && places.Home != places.Receiving)
            {
                deeds.Add((new Deed.Post(places.Originals, places.Home, trackingNo), places.At, null, null));
            }
        }

        if (form?.Passed == true && identity?.Passed == true)
        {
            deeds.Add((new Deed.Transfer(), places.At, null, null));
        }

        return deeds;
    }

    private static RequestOutcome Warned(RequestOutcome outcome, IReadOnlyList<StoredFinding> findings) => outcome.Problem is null ? outcome with { Findings = [.. findings, .. outcome.Findings] } : outcome;

    private static RequestOutcome Malformed(Rule rule, string field) =>
        RequestOutcome.Refused(ProblemCodes.BodyMalformed, new StoredFinding(rule.Id, field, Finding.Of(rule, field).Message, IsError: true));

    private static RequestOutcome NoRoute(string id, string why) => RequestOutcome.Refused(ProblemCodes.NoRoute, new StoredFinding(id, "homeDivision", why, IsError: true));
}
