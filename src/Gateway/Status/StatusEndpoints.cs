using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Status;

/// <summary><c>GET /v1/cases</c> and <c>GET /v1/records/{id}</c> (contract section 4). What is not the caller's does not exist for it.</summary>
internal sealed class StatusEndpoints(StatusReader reader, HallRules rules, HallClock clock, Sealer sealer)
{
    /// <summary>A case by any of its numbers.</summary>
    public Task FindCaseAsync(HttpContext context)
    {
        if (context.Request.Query["no"] is not [{ Length: > 0 } number] || context.Request.Query["issuer"] is not ([] or [{ Length: > 0 }]))
        {
            return Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, "请给出一个编号：/v1/cases?no=…，必要时加 &issuer=…");
        }

        var caller = context.Features.GetRequiredFeature<Caller>();
        var found = reader.Numbers(number, context.Request.Query["issuer"].FirstOrDefault())
            .Select(one => (one.Issuer, Case: reader.Case(one.CaseId)))
            .Where(one => one.Case is not null && caller.MayRead(one.Case.Department) && (one.Issuer != StatusReader.GatewayIssuer || one.Case.GatewayNo == number))
            .DistinctBy(one => one.Case!.Id)
            .ToList();
        return found switch
        {
            [] => Problem.AnswerAsync(context, ProblemCodes.NoSuchCase),
            [var one] => AnswerAsync(context, one.Case!),
            _ => Problem.AnswerAsync(context, ProblemCodes.NumberAmbiguous, more: to =>
            {
                to.WriteStartArray("issuers");
                found.ForEach(one => to.WriteStringValue(one.Issuer));
                to.WriteEndArray();
            }),
        };
    }

    /// <summary>A case by the gateway's number.</summary>
    public Task GetCaseAsync(HttpContext context, string number)
    {
        var found = GatewayNumber.Serial(number) is { } serial ? reader.Case(serial) : null;
        return found is not null && found.GatewayNo == number && context.Features.GetRequiredFeature<Caller>().MayRead(found.Department)
            ? AnswerAsync(context, found)
            : Problem.AnswerAsync(context, ProblemCodes.NoSuchCase);
    }

    /// <summary>A record with its verdict and every delivery.</summary>
    public Task GetRecordAsync(HttpContext context, string id)
    {
        var record = Guid.TryParseExact(id, "D", out var guid) ? reader.Record(guid) : null;
        if (record is null || !context.Features.GetRequiredFeature<Caller>().MayRead(record.Department))
        {
            return Problem.AnswerAsync(context, ProblemCodes.NoSuchRecord);
        }

        var deliveries = record.CaseId is { } caseId ? reader.DeliveriesOf(caseId).Where(row => row.RecordId == record.Id).ToList() : [];
        return Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
        {
            var findings = FindingsFile.Open(sealer, record.Id, record.Findings);
            to.WriteStartObject();
            to.WriteString("recordId", record.Id);
            to.WriteString("department", record.Department);
            using (var canonical = BodyFile.Canonical(sealer.Open(record.Body, record.Id.ToByteArray())))
            {
                MaskedRecord.Write(to, "record", canonical.RootElement);
            }

            to.WriteString("verdict", record.Verdict.Word());
            to.WriteString("state", record.State.Word());
            StoredFinding.WriteAll(to, "errors", findings.Where(finding => finding.IsError));
            StoredFinding.WriteAll(to, "warnings", findings.Where(finding => !finding.IsError));
            to.WriteNumber("configuration", record.ConfigId);
            to.WriteTime("receivedAt", DateTimeOffset.FromUnixTimeMilliseconds(record.Received));
            to.WriteStartArray("deliveries");
            foreach (var delivery in deliveries)
            {
                DeliveryView.Write(to, delivery, reader.Attempts([.. AttemptIds.Read(delivery.Attempts)]));
            }

            to.WriteEndArray();
            to.WriteEndObject();
        });
    }

    private Task AnswerAsync(HttpContext context, Case @case) =>
        Json.AnswerAsync(context, StatusCodes.Status200OK, new CaseView(@case, reader.DeliveriesOf(@case.Id), rules.Calendar, clock.Now).Write);
}
