using System.Runtime.InteropServices;
using System.Text.Json;
using ServiceHall.Adapters.Platforms.Transfer;
using ServiceHall.Gateway.CrossRegion;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Codes;
using ServiceHall.Model.CrossRegion.Requests;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Exchange;

/// <summary>Takes packages of other halls: durable before the platform is told, and nothing new where they come again.</summary>
internal sealed class PackageIntake(RequestDesk desk, RecordPreparer preparer, StoreWriter writer, ILogger<PackageIntake> log)
{
    /// <summary>Takes one. What can't be taken is logged, and stays at the platform.</summary>
    public async Task TakeAsync(ArrivedPackage arrived)
    {
        if (Read(arrived.Package) is not { } work)
        {
            TransferLog.NotTaken(log, arrived.Place, "package.malformed");
            return;
        }

        writer.Enqueue(work);
        if (await work.Done is { } why)
        {
            TransferLog.NotTaken(log, arrived.Place, why);
        }
    }

    private WriteWork<string?>? Read(TransferPackage? package)
    {
        if (package is null || TextRules.Unusable(package.RequestNo, RecordReader.LongestCaseNo) is not null || StrictJson.TryObject(package.Content) is not { } parsed)
        {
            return null;
        }

        using var content = parsed;
        return package.Kind switch
        {
            PackageContent.Application => ReadApplication(package, content.RootElement),
            PackageContent.Receipt => content.RootElement.TryGetProperty("receipt", out var code) && code.ValueKind == JsonValueKind.String && code.GetString() is { Length: <= 50 } word && TextRules.Unusable(word, 50) is null
                ? new TakeReceipt(package.RequestNo, word, desk)
                : null,
            _ => PackageContent.ActOf(content.RootElement) is { } said ? new TakeAct(package.RequestNo, package.From, said, desk) : null,
        };
    }

    private TakeApplication? ReadApplication(TransferPackage package, JsonElement content)
    {
        if (!content.TryGetProperty("opening", out var begun) || begun.ValueKind != JsonValueKind.Object || !content.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object
            || OpeningOf(begun) is not { } opening || PackageContent.CountyOf(opening.Receiving) != package.From)
        {
            return null;
        }

        // What is wrong with it is the sender's to mend; until then it is nobody's task.
        var (sent, findings) = SentRequest.Read(data, caller: null, preparer, desk.Hall, desk.IsOurs);
        var owner = sent is null ? null : desk.OwnerOf(opening, sent.Said, rule: null);
        var receipt = sent is null ? findings.First(finding => finding.IsError).Rule : owner is null ? RuleBook.MatterUnknown.Id : null;
        var now = desk.Hall.Clock.Now.ToUnixTimeMilliseconds();
        var row = new RequestRow(
            package.RequestNo, RequestPath.Exchanged, TransferSettings.Name, Collector: null, owner, opening.Mode, sent?.Said.MatterCode ?? sent?.Said.CatalogCode ?? "", opening.Home, opening.Receiving,
            State: 0, now, now, Packages: 0, Sent: 0, Problem: null, desk.DigestOf(opening, data), Body: []);
        return new TakeApplication(row, opening, JsonMarshal.GetRawUtf8Value(data).ToArray(), receipt, desk);
    }

    private static Opening? OpeningOf(JsonElement begun)
    {
        List<Finding> found = [];
        var fields = new FieldReader(begun, "", found);
        var (mode, receiving, home) = (fields.Word("mode", Words.CrossRegionMode, required: true), fields.RequiredText("receivingDivision"), fields.RequiredText("homeDivision"));
        var (authorities, originals, at) = (fields.Texts("authorities") ?? [], fields.Texts("originals") ?? [], fields.Time("at", required: true));
        return found.Count == 0 && DivisionPath.IsCode(receiving) && DivisionPath.IsCode(home) && authorities.All(DivisionPath.IsCode) && authorities.Count <= Opening.MostPlaces - 2 && originals.Distinct(StringComparer.Ordinal).Count() == originals.Count
            ? new Opening(mode!, receiving, home, authorities, originals, at!.Value)
            : null;
    }
}

/// <summary>A request that another hall has begun. Answers why it could not be taken.</summary>
/// <param name="receipt">What the sender is told where it is nobody's task here.</param>
internal sealed class TakeApplication(RequestRow row, Opening opening, byte[] data, string? receipt, RequestDesk desk) : WriteWork<string?>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group)
    {
        if (group.Session.ReadRequest(row.No) is { } known)
        {
            Answer = known.Digest.AsSpan().SequenceEqual(row.Digest) ? null : "request.number-taken";
            return;
        }

        var sealedRow = row with { Body = desk.Hall.Sealer.Seal(RequestFile.Write(opening, data), RequestFile.Place(row.No)) };
        var book = RequestBook.Begin(sealedRow, opening, data, desk, group.Session);
        if (receipt is not null)
        {
            book.AddPackage(division: null, sequence: null, receipt);
        }

        book.Close(group);
        Answer = receipt;
    }
}

/// <summary>An act of another hall's place. Answers why it could not be taken.</summary>
internal sealed class TakeAct(string no, string from, SaidAct said, RequestDesk desk) : WriteWork<string?>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group)
    {
        // Nobody speaks for another's place.
        if (PackageContent.CountyOf(said.Act.Division) != from)
        {
            Answer = "package.not-theirs";
            return;
        }

        if (RequestBook.Open(no, desk, group.Session) is not { Row.Path: RequestPath.Exchanged } book)
        {
            Answer = "request.unknown";
            return;
        }

        book.Take(said);
        book.Close(group);
        Answer = null;
    }
}

/// <summary>Another hall's word that it can't take a request of ours.</summary>
internal sealed class TakeReceipt(string no, string code, RequestDesk desk) : WriteWork<string?>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group)
    {
        if (RequestBook.Open(no, desk, group.Session) is not { Row.Path: RequestPath.Exchanged, Row.Collector: not null } book)
        {
            Answer = "request.unknown";
            return;
        }

        book.Stop(code);
        book.Close(group);
        Answer = null;
    }
}

/// <summary>How far the platform has taken the packages of a request, or why it does not.</summary>
internal sealed class MarkSent(string no, int sent, string? problem, RequestDesk desk) : WriteWork<bool>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group)
    {
        var row = group.Session.ReadRequest(no)!;
        group.Session.Change(row with { Sent = sent, Problem = problem ?? row.Problem, Changed = desk.Hall.Clock.Now.ToUnixTimeMilliseconds() });
        Answer = true;
    }
}
