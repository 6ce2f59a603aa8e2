using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Status;

/// <summary><c>GET /v1/cases</c>, <c>POST /v1/cases:batchGet</c> and <c>GET /v1/records/{id}</c> (contract section 4). What is not the caller's does not exist for it.</summary>
internal sealed class StatusEndpoints(StatusReader reader, ShownCases cases, HallRules rules, HallClock clock, Sealer sealer)
{
    /// <summary>A case by any of its numbers.</summary>
    public Task FindCaseAsync(HttpContext context)
    {
        if (context.Request.Query["no"] is not [{ Length: > 0 } number] || context.Request.Query["issuer"] is not ([] or [{ Length: > 0 }]))
        {
            return Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, "请给出一个编号：/v1/cases?no=…，必要时加 &issuer=…");
        }

        var found = Find(number, context.Request.Query["issuer"].FirstOrDefault(), context.Features.GetRequiredFeature<Caller>());
        return found switch
        {
            [] => Problem.AnswerAsync(context, ProblemCodes.NoSuchCase),
            [var one] => AnswerAsync(context, one.Case),
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
        return Find(number, StatusReader.GatewayIssuer, context.Features.GetRequiredFeature<Caller>()) is [var found, ..]
            ? AnswerAsync(context, found.Case)
            : Problem.AnswerAsync(context, ProblemCodes.NoSuchCase);
    }

    /// <summary>Many cases, each by any of its numbers.</summary>
    public async Task BatchGetAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            await Problem.AnswerAsync(context, ProblemCodes.ContentType);
            return;
        }

        var (body, problem) = await context.Features.GetRequiredFeature<RequestBody>().DecodeAsync(context.Request, context.RequestAborted);
        var numbers = problem is null ? CaseBatch.Read(body) : null;
        await (numbers switch
        {
            null => Problem.AnswerAsync(context, problem ?? ProblemCodes.BodyMalformed, problem is null ? "请求体应为 {\"caseNos\":[…]}，含 1 至 500 个编号" : null),
            { Count: > CaseBatch.Most } => Problem.AnswerAsync(context, ProblemCodes.TooManyRecords, "一次最多查询 500 个编号"),
            _ => AnswerAsync(context, numbers),
        });
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

    // What the caller may read under a number, each case once.
    private List<(string Number, string Issuer, Case Case)> Find(string number, string? issuer, Caller caller) =>
        [.. reader.Find([number], issuer).Where(one => caller.MayRead(one.Case.Department)).DistinctBy(one => one.Case.Id)];

    // The same under each of these, whoever issued it.
    private ILookup<string, Case> Find(IReadOnlyCollection<string> numbers, Caller caller) =>
        reader.Find(numbers, issuer: null).Where(one => caller.MayRead(one.Case.Department)).DistinctBy(one => (one.Number, one.Case.Id)).ToLookup(one => one.Number, one => one.Case, StringComparer.Ordinal);

    private Task AnswerAsync(HttpContext context, Case @case)
    {
        var shown = cases.Show(@case);
        context.Response.Headers.ETag = shown.Tag;
        if (context.Request.Headers.IfNoneMatch.Count > 0 && IsKnown(context.Request, shown.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Json.AnswerAsync(context, StatusCodes.Status200OK, shown.Body);
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false));

    private Task AnswerAsync(HttpContext context, IReadOnlyList<string> numbers)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        var asked = numbers.Distinct(StringComparer.Ordinal).ToList();
        var found = Find(asked, caller);
        var shown = asked.Where(number => found[number].Count() == 1).Select(number => found[number].First()).DistinctBy(one => one.Id).ToList();
        var deliveries = reader.DeliveriesOf([.. shown.Select(one => one.Id)]);
        return Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
        {
            to.WriteStartObject();
            to.WriteStartArray("cases");
            foreach (var @case in shown)
            {
                new CaseView(@case, deliveries(@case.Id), CaseClocks.Read(@case, rules.Calendar, clock.Now)).Write(to);
            }

            to.WriteEndArray();
            WriteNumbers(to, "missing", asked.Where(number => !found.Contains(number)));
            WriteNumbers(to, "ambiguous", asked.Where(number => found[number].Count() > 1));
            to.WriteEndObject();
        });
    }

    private static void WriteNumbers(Utf8JsonWriter to, string name, IEnumerable<string> numbers)
    {
        to.WriteStartArray(name);
        foreach (var number in numbers)
        {
            to.WriteStringValue(number);
        }

        to.WriteEndArray();
    }
}
