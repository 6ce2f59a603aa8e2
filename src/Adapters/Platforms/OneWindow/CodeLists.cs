using ServiceHall.Model.Codes;

namespace ServiceHall.Adapters.Platforms.OneWindow;

/// <summary>Which columns hold codes, and of which canonical words: a profile must have a code for each.</summary>
internal static class CodeLists
{
    /// <summary>The word for a result that nobody brings to the applicant; it stands in no list, because a department then says nothing.</summary>
    public const string NoDelivery = "none";

    public static IReadOnlyList<(string Column, IEnumerable<string> Words)> All { get; } =
    [
        ("project_type", Words.CaseType.Words),
        ("apply_type", Words.CaseChannel.Words),
        ("applyer_type", Words.ApplicantType.Words),
        ("holder_type", Words.ApplicantType.Words),
        ("applyer_page_type", Words.IdType.Words),
        ("contact_type", Words.IdType.Words),
        ("get_type", Words.MaterialForm.Words),
        ("event_name", Words.StepAction.Words),
        ("special_type", Words.Procedure.Words),
        ("special_name", Words.Procedure.Words),
        ("result_type", Words.Result.Words),
        ("is_delivery_results", Words.DeliveryMethod.Words.Append(NoDelivery)),
    ];
}
