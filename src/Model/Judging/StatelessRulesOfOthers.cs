using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <content>Supplements, extensions, ends without a result, and what several kinds share.</content>
public sealed partial class StatelessRules
{
    private void Check(SupplementRequested requested, List<Finding> findings)
    {
        TooLong("data.reason", requested.Reason, findings);
        TooLong("data.requestedBy", requested.RequestedBy, findings);
        Check("data.materials", requested.Materials, findings);
    }

    private void Check(SupplementReceived received, List<Finding> findings)
    {
        TooLong("data.receivedBy", received.ReceivedBy, findings);
        Check("data.materials", received.Materials, findings);
    }

    private void Check(Refused refused, List<Finding> findings)
    {
        TooLong("data.reason", refused.Reason, findings);
        TooLong("data.refusedBy", refused.RefusedBy, findings);
    }

    private void Check(Extended extended, List<Finding> findings)
    {
        TooLong("data.reason", extended.Reason, findings);
        TooLong("data.approvedBy", extended.ApprovedBy, findings);
    }

    private void Check(Record record, CrossRegionRequest request, List<Finding> findings)
    {
        NotInFuture(record, "data.checks.form.at", request.Checks?.Form?.At, findings);
        NotInFuture(record, "data.checks.identity.at", request.Checks?.Identity?.At, findings);
        CrossRegionRules.Check(record, request, rules, findings);
        Identifier(record, request.Applicant?.IdType, request.Applicant?.IdNumber, "data.applicant.idNumber", findings);
        TooLong("data.matterCode", request.MatterCode, findings);
        Check(request.Applicant, findings);
        Check("data.materials", request.Materials, findings);
    }

    private void Check(Applicant? applicant, List<Finding> findings)
    {
        TooLong("data.applicant.name", applicant?.Name, findings);
        TooLong("data.applicant.idNumber", applicant?.IdNumber, findings);
        TooLong("data.applicant.mobile", applicant?.Mobile, findings);
        TooLong("data.applicant.address", applicant?.Address, findings);
        TooLong("data.applicant.legalRepresentative", applicant?.LegalRepresentative, findings);
    }

    private void Check(string path, IReadOnlyList<Material>? materials, List<Finding> findings)
    {
        foreach (var (material, index) in (materials ?? []).Select((material, index) => (material, index)))
        {
            TooLong("data.materials.name", material.Name, findings, $"{path}[{index}].name");
            if (material.Copies > 99_999)
            {
                findings.Add(Finding.Of(RuleBook.FieldTooLong, $"{path}[{index}].copies"));
            }
        }
    }
}
