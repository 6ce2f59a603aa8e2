namespace ServiceHall.Adapters.Platforms.OneWindow;

/// <summary>Which canonical field ends in which column, for the rule about widths.</summary>
internal static class FieldColumns
{
    public static IReadOnlyList<(string Field, string Table, string Column)> All { get; } =
    [
        ("data.matterCode", "up_pro_accept", "local_task_code"),
        ("data.matterName", "up_pro_accept", "task_name"),
        ("data.title", "up_pro_accept", "project_name"),
        ("data.applicant.name", "up_pro_accept", "applyer_name"),
        ("data.applicant.idNumber", "up_pro_accept", "applyer_page_code"),
        ("data.applicant.mobile", "up_pro_accept", "contact_mobile"),
        ("data.applicant.address", "up_pro_accept", "address"),
        ("data.applicant.legalRepresentative", "up_pro_accept", "legal"),
        ("data.agent.name", "up_pro_accept", "contact_name"),
        ("data.agent.idNumber", "up_pro_accept", "contact_code"),
        ("data.agent.mobile", "up_pro_accept", "contact_mobile"),
        ("data.materials.name", "up_pro_material", "material_name"),
        ("data.documentNo", "up_pro_accept", "accept_doc_no"),
        ("data.organisationCode", "up_pro_accept", "org_code"),
        ("data.organisationName", "up_pro_accept", "org_name"),
        ("data.acceptedBy", "up_pro_accept", "handle_user_name"),
        ("data.step", "up_pro_process", "process_name"),
        ("data.handledBy", "up_pro_process", "handle_user_name"),
        ("data.requestedBy", "up_pro_process", "handle_user_name"),
        ("data.receivedBy", "up_pro_process", "handle_user_name"),
        ("data.reason", "up_pro_process", "handle_explain"),
        ("data.opinion", "up_pro_process", "handle_explain"),
        ("data.reason", "up_pro_result", "result_explain"),
        ("data.reason", "up_pro_special_procedure", "special_reason"),
        ("data.basis", "up_pro_special_procedure", "special_explain"),
        ("data.approvedBy", "up_pro_special_procedure", "applyer_user_name"),
        ("data.result", "up_pro_special_procedure", "result"),
        ("data.closedBy", "up_pro_result", "handle_user_name"),
        ("data.licences.name", "up_lic_data", "certificate_name"),
        ("data.licences.number", "up_lic_data", "certificate_number"),
        ("data.licences.issuer", "up_lic_data", "issue_dept"),
    ];
}
