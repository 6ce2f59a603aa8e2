using ServiceHall.Model.Cases;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Identifiers;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Records;

/// <summary>How the data of each kind is read: one method a kind, in the order of contract section 3.</summary>
public static partial class DataReaders
{
    /// <summary>The reader of each kind that exists.</summary>
    public static IReadOnlyDictionary<string, Func<FieldReader, EventData>> Of { get; } = new Dictionary<string, Func<FieldReader, EventData>>(StringComparer.Ordinal)
    {
        [Kinds.CaseSubmitted] = Submitted,
        [Kinds.CaseSupplementRequested] = SupplementRequested,
        [Kinds.CaseSupplementReceived] = SupplementReceived,
        [Kinds.CaseAccepted] = Accepted,
        [Kinds.CaseRefused] = Refused,
        [Kinds.CaseStep] = Step,
        [Kinds.CasePaused] = Paused,
        [Kinds.CaseResumed] = Resumed,
        [Kinds.CaseExtended] = Extended,
        [Kinds.CaseClosed] = Closed,
        [Kinds.CaseDelivered] = Delivered,
        [Kinds.CaseWithdrawn] = Withdrawn,
        [Kinds.EvaluationGiven] = Evaluation,
        [Kinds.CrossRegionSubmitted] = CrossRegionRequest,
    };

    private static Submitted Submitted(FieldReader fields) => Submission(fields, required: true);

    // An acceptance may leave out what the submission said; whether something is missing is for the case to say.
    private static Submitted Submission(FieldReader fields, bool required) => new()
    {
        MatterCode = fields.Text("matterCode", required),
        Title = fields.Text("title", required),
        Channel = fields.Word("channel", Words.CaseChannel, required),
        Applicant = fields.Object("applicant", Applicant, required),
        Agent = fields.Object("agent", Agent),
        Materials = fields.Objects("materials", Material),
        ReceivedAt = fields.Time("receivedAt"),
        ReceivedBy = fields.Text("receivedBy"),
    };

    private static Accepted Accepted(FieldReader fields) => new()
    {
        Submission = Submission(fields, required: false),
        MatterName = fields.Text("matterName"),
        CaseType = fields.Word("caseType", Words.CaseType, required: true),
        AppliedAt = fields.Time("appliedAt", required: true),
        AcceptedBy = fields.RequiredText("acceptedBy"),
        OrganisationCode = fields.RequiredText("organisationCode"),
        OrganisationName = fields.RequiredText("organisationName"),
        PromisedDueAt = fields.Time("promisedDueAt"),
        Deferred = fields.Object("deferred", deferred => new Deferred(deferred.Objects("materials", Material, required: true) ?? [], deferred.Time("dueAt", required: true))),
        Commitment = fields.Flag("commitment"),
        DocumentNo = fields.Text("documentNo"),
    };

    private static SupplementRequested SupplementRequested(FieldReader fields) => new()
    {
        Reason = fields.RequiredText("reason"),
        Materials = fields.Objects("materials", Material, required: true),
        RequestedBy = fields.RequiredText("requestedBy"),
    };

    private static SupplementReceived SupplementReceived(FieldReader fields) => new()
    {
        Materials = fields.Objects("materials", Material, required: true),
        ReceivedBy = fields.RequiredText("receivedBy"),
    };

    private static Refused Refused(FieldReader fields) => new()
    {
        Reason = fields.RequiredText("reason"),
        RefusedBy = fields.RequiredText("refusedBy"),
        RedirectTo = fields.Text("redirectTo"),
    };

    private static Step Step(FieldReader fields) => new()
    {
        Name = fields.RequiredText("step"),
        Action = fields.Word("action", Words.StepAction, required: true),
        StartedAt = fields.Time("startedAt", required: true),
        EndedAt = fields.Time("endedAt"),
        HandledBy = fields.RequiredText("handledBy"),
        Opinion = fields.RequiredText("opinion"),
        Limit = fields.Object("limit", limit => new Limit(limit.Whole("value", required: true) ?? 0, limit.Word("unit", Words.LimitUnit, required: true) ?? "")),
    };

    private static Paused Paused(FieldReader fields) => new()
    {
        Sequence = Sequence(fields),
        Procedure = fields.Word("procedure", Words.Procedure, required: true),
        Reason = fields.RequiredText("reason"),
        Basis = fields.Text("basis"),
        ApprovedBy = fields.Text("approvedBy"),
        LimitDays = fields.Whole("limitDays"),
    };

    private static Resumed Resumed(FieldReader fields) => new()
    {
        Sequence = Sequence(fields),
        Result = fields.RequiredText("result"),
        HandledBy = fields.RequiredText("handledBy"),
    };

    private static Extended Extended(FieldReader fields) => new()
    {
        Days = fields.Whole("days", least: 1, required: true),
        Reason = fields.RequiredText("reason"),
        ApprovedBy = fields.RequiredText("approvedBy"),
    };

    private static Delivered Delivered(FieldReader fields) => new()
    {
        Method = fields.Word("method", Words.DeliveryMethod, required: true),
        ReceivedBy = fields.Text("receivedBy"),
        TrackingNo = fields.Text("trackingNo"),
    };

    private static Withdrawn Withdrawn(FieldReader fields) => new() { Reason = fields.RequiredText("reason") };

    private static Closed Closed(FieldReader fields)
    {
        var closed = new Closed
        {
            Result = fields.Word("result", Words.Result, required: true),
            Reason = fields.Text("reason"),
            ClosedBy = fields.RequiredText("closedBy"),
            DeliveryMethod = fields.Word("deliveryMethod", Words.DeliveryMethod),
            Licences = fields.Objects("licences", Licence),
            Fee = fields.Raw("fee") is { } fee ? fee.GetRawText() : null,
        };
        if (closed.Result is "returned" or "voided" or "deleted" or "forwarded" or "supplementLapsed" && closed.Reason is null)
        {
            fields.Note(RuleBook.ResultNeedsReason, "reason");
        }

        if (closed.Result == "licensed" && (closed.Licences is not { Count: > 0 } licences || licences.Any(licence => !IsWhole(licence))))
        {
            fields.Note(RuleBook.ResultNeedsLicence, "licences");
        }

        return closed;
    }

    private static bool IsWhole(Licence licence) => licence is { Number: not null, Issuer: not null } && (licence.ValidFrom ?? licence.ValidTo) is not null;

    private static string Sequence(FieldReader fields) => Number(fields, "sequence");

    // Numbers that others gave, like a case's own: 1 to 50 characters.
    private static string Number(FieldReader fields, string name)
    {
        var number = fields.RequiredText(name);
        if (RecordReader.CodePoints(number) > RecordReader.LongestCaseNo)
        {
            fields.Note(RuleBook.FieldTooLong, name);
        }

        return number;
    }

    private static Applicant Applicant(FieldReader fields)
    {
        var applicant = new Applicant
        {
            Type = fields.Word("type", Words.ApplicantType, required: true),
            Name = fields.RequiredText("name"),
            IdType = fields.Word("idType", Words.IdType, required: true),
            IdNumber = IdNumber(fields, required: true),
            Mobile = fields.Text("mobile"),
            Address = fields.Text("address"),
            LegalRepresentative = fields.Text("legalRepresentative"),
        };
        if (applicant is { Type: not (null or "person" or "other"), LegalRepresentative: null })
        {
            fields.Note(RuleBook.LegalRepresentativeMissing, "legalRepresentative");
        }

        return applicant;
    }

    private static Agent Agent(FieldReader fields) => new()
    {
        Name = fields.RequiredText("name"),
        IdType = fields.Word("idType", Words.IdType),
        IdNumber = IdNumber(fields, required: false),
        Mobile = fields.Text("mobile"),
    };

    private static Material Material(FieldReader fields) => new()
    {
        Name = fields.RequiredText("name"),
        Form = fields.Word("form", Words.MaterialForm, required: true),
        Copies = fields.Whole("copies", required: true),
        Digest = fields.Text("digest"),
        Grade = fields.Word("grade", Words.MaterialGrade),
    };

    private static Licence Licence(FieldReader fields) => new()
    {
        Name = fields.RequiredText("name"),
        Number = fields.Text("number"),
        Issuer = fields.Text("issuer"),
        IssuedAt = fields.DateOrTime("issuedAt"),
        ValidFrom = fields.DateOrTime("validFrom"),
        ValidTo = fields.DateOrTime("validTo"),
    };

    private static string? IdNumber(FieldReader fields, bool required)
    {
        if (fields.Text("idNumber", required) is not { } sent)
        {
            return null;
        }

        var number = IdentifierText.Normalise(sent, out var changed);
        if (changed)
        {
            fields.Note(RuleBook.IdentifierNormalised, "idNumber");
        }

        return number;
    }
}
