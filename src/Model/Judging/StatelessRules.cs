using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Identifiers;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>The rules that need no case: they run in parallel, before the transaction.</summary>
public sealed partial class StatelessRules(HallRules rules)
{
    /// <summary>Adds what this record breaks by itself.</summary>
    public void Check(Record record, List<Finding> findings)
    {
        NotInFuture(record, "occurredAt", record.OccurredAt, findings);
        if (record.ReceivedAt - record.OccurredAt > rules.LateAfter)
        {
            findings.Add(Finding.Of(RuleBook.RecordLate, "occurredAt"));
        }

        switch (record.Data)
        {
            case Submitted submitted:
                Check(record, submitted, findings);
                break;
            case Accepted accepted:
                Check(record, accepted, findings);
                break;
            case Step step:
                Check(record, step, findings);
                break;
            case Paused paused:
                Check(paused, findings);
                break;
            case Resumed resumed:
                Check(resumed, findings);
                break;
            case Closed closed:
                Check(record, closed, findings);
                break;
            case SupplementRequested requested:
                Check(requested, findings);
                break;
            case SupplementReceived received:
                Check(received, findings);
                break;
            case Extended extended:
                Check(extended, findings);
                break;
            case Refused refused:
                Check(refused, findings);
                break;
            case Withdrawn withdrawn:
                TooLong("data.reason", withdrawn.Reason, findings);
                break;
            case CrossRegionRequest request:
                Check(record, request, findings);
                break;
        }
    }

    private void Check(Record record, Submitted submitted, List<Finding> findings)
    {
        NotInFuture(record, "data.receivedAt", submitted.ReceivedAt, findings);
        if (submitted.MatterCode is { } code)
        {
            MatterRules.Check(record, code, rules.Matters, findings);
        }

        Identifier(record, submitted.Applicant?.IdType, submitted.Applicant?.IdNumber, "data.applicant.idNumber", findings);
        Identifier(record, submitted.Agent?.IdType, submitted.Agent?.IdNumber, "data.agent.idNumber", findings);
        TooLong("data.matterCode", submitted.MatterCode, findings);
        TooLong("data.title", submitted.Title, findings);
        Check(submitted.Applicant, findings);
        TooLong("data.agent.name", submitted.Agent?.Name, findings);
        TooLong("data.agent.idNumber", submitted.Agent?.IdNumber, findings);
        TooLong("data.agent.mobile", submitted.Agent?.Mobile, findings);
        Check("data.materials", submitted.Materials, findings);
    }

    private void Check(Record record, Accepted accepted, List<Finding> findings)
    {
        Check(record, accepted.Submission, findings);
        NotInFuture(record, "data.appliedAt", accepted.AppliedAt, findings);
        if (accepted.AppliedAt - record.OccurredAt > rules.OrderGrace)
        {
            findings.Add(new Finding(RuleBook.TimeOutOfOrder, "data.appliedAt", "申请时间晚于受理时间"));
        }

        Check("data.deferred.materials", accepted.Deferred?.Materials, findings);
        TooLong("data.matterName", accepted.MatterName, findings);
        TooLong("data.acceptedBy", accepted.AcceptedBy, findings);
        TooLong("data.organisationCode", accepted.OrganisationCode, findings);
        TooLong("data.organisationName", accepted.OrganisationName, findings);
        TooLong("data.documentNo", accepted.DocumentNo, findings);
    }

    private void Check(Record record, Step step, List<Finding> findings)
    {
        NotInFuture(record, "data.startedAt", step.StartedAt, findings);
        NotInFuture(record, "data.endedAt", step.EndedAt, findings);
        if (step.EndedAt < step.StartedAt)
        {
            findings.Add(new Finding(RuleBook.TimeOutOfOrder, "data.endedAt", "环节结束时间早于开始时间"));
        }

        if ((step.EndedAt ?? step.StartedAt) is { } own && own != record.OccurredAt)
        {
            findings.Add(Finding.Of(RuleBook.TimeDiffers, "occurredAt"));
        }

        TooLong("data.step", step.Name, findings);
        TooLong("data.handledBy", step.HandledBy, findings);
        TooLong("data.opinion", step.Opinion, findings);
    }

    private void Check(Paused paused, List<Finding> findings)
    {
        TooLong("data.reason", paused.Reason, findings);
        TooLong("data.basis", paused.Basis, findings);
        TooLong("data.approvedBy", paused.ApprovedBy, findings);
    }

    private void Check(Resumed resumed, List<Finding> findings)
    {
        TooLong("data.result", resumed.Result, findings);
        TooLong("data.handledBy", resumed.HandledBy, findings);
    }

    private void Check(Record record, Closed closed, List<Finding> findings)
    {
        TooLong("data.reason", closed.Reason, findings);
        TooLong("data.closedBy", closed.ClosedBy, findings);
        foreach (var (licence, index) in (closed.Licences ?? []).Select((licence, index) => (licence, index)))
        {
            NotInFuture(record, $"data.licences[{index}].issuedAt", licence.IssuedAt, findings);
            TooLong("data.licences.name", licence.Name, findings, $"data.licences[{index}].name");
            TooLong("data.licences.number", licence.Number, findings, $"data.licences[{index}].number");
            TooLong("data.licences.issuer", licence.Issuer, findings, $"data.licences[{index}].issuer");
            if (licence.ValidTo < licence.ValidFrom)
            {
                findings.Add(new Finding(RuleBook.TimeOutOfOrder, $"data.licences[{index}].validTo", "证照有效期止早于有效期起"));
            }
        }
    }

    private void Identifier(Record record, string? type, string? number, string field, List<Finding> findings)
    {
        if (string.IsNullOrEmpty(number))
        {
            return;
        }

        var fault = type switch
        {
            "citizenId" => CitizenId.Check(number, rules.Divisions, HallTime.DayOf(record.ReceivedAt)),
            "uscc" => Uscc.Check(number),
            "orgCode" => OrganisationCode.Check(number),
            _ => null,
        };
        if (fault is not null)
        {
            findings.Add(new Finding(RuleBook.Get(fault.Rule), field, fault.Message));
        }
    }

    private void NotInFuture(Record record, string field, DateTimeOffset? time, List<Finding> findings)
    {
        if (time > record.ReceivedAt + rules.FutureGrace)
        {
            findings.Add(Finding.Of(RuleBook.TimeInFuture, field));
        }
    }

    private void TooLong(string path, string? text, List<Finding> findings, string? field = null)
    {
        if (text is not null && rules.Widths.TryGetValue(path, out var width) && text.Length > width && RecordReader.CodePoints(text) > width)
        {
            findings.Add(new Finding(RuleBook.FieldTooLong, field ?? path, $"超过 {width} 个字"));
        }
    }
}
