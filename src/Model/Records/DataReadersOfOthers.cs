using ServiceHall.Model.Cases;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Records;

/// <content>The kinds that are not about the handling of a case: ratings of it, and requests of other regions.</content>
public static partial class DataReaders
{
    private static Evaluation Evaluation(FieldReader fields) => new()
    {
        Channel = fields.Word("channel", Words.EvaluationChannel, required: true),
        Level = fields.Word("level", Words.EvaluationLevel, required: true),
        Options = fields.Texts("options"),
        Comment = fields.Text("comment"),
        ServiceNo = fields.Whole("serviceNo", least: 1, required: true),
        ServiceStep = fields.Word("serviceStep", Words.ServiceStep, required: true),
        Sequence = fields.Whole("sequence", least: 1, required: true),
        Anonymous = fields.Flag("anonymous", required: true),
        ServedBy = fields.Text("servedBy"),
        Window = fields.Text("window"),
    };

    private static CrossRegionRequest CrossRegionRequest(FieldReader fields)
    {
        var request = new CrossRegionRequest
        {
            RequestNo = Number(fields, "requestNo"),
            Mode = fields.Word("mode", Words.CrossRegionMode, required: true),
            MatterCode = fields.Text("matterCode"),
            CatalogCode = fields.Text("catalogCode"),
            HomeDivision = fields.RequiredText("homeDivision"),
            ReceivingDivision = fields.RequiredText("receivingDivision"),
            Applicant = fields.Object("applicant", Applicant, required: true),
            Materials = fields.Objects("materials", Material),
            Checks = fields.Object("checks", checks => new RequestChecks(checks.Object("form", Check), checks.Object("identity", Check))),
            Transfer = fields.Object("transfer", Conveyance),
            Delivery = fields.Object("delivery", Conveyance),
            DueAt = fields.Time("dueAt"),
        };
        if (request is { MatterCode: null, CatalogCode: null })
        {
            fields.Note(RuleBook.FieldRequired, "matterCode");
        }

        return request;
    }

    private static RequestCheck Check(FieldReader fields) =>
        new(fields.RequiredText("by"), fields.Time("at", required: true), fields.Flag("passed", required: true), fields.Text("note"));

    private static Conveyance Conveyance(FieldReader fields) => new(fields.Word("method", Words.TransferMethod, required: true), fields.Text("trackingNo"));
}
