namespace ServiceHall.MockPlatforms.Tests;

/// <summary>Rows that the province takes as they are; persons and firms are nobody's (area 990001).</summary>
internal static class SampleRows
{
    public const string CitizenId = "990001187001010015";
    public const string CreditCode = "91990001MA0000002W";

    public static Dictionary<string, object?> Accept(string rowGuid = "a-1", string projectNo = "P-1") => new()
    {
        ["row_guid"] = rowGuid,
        ["project_no"] = projectNo,
        ["catalog_code"] = SampleMatters.CatalogCode,
        ["task_code"] = SampleMatters.Code,
        ["local_task_code"] = SampleMatters.LocalCode,
        ["task_name"] = "样例事项一",
        ["task_version"] = 3,
        ["project_type"] = "2",
        ["apply_type"] = "1",
        ["applyer_type"] = "1",
        ["applyer_name"] = "𠮷样例",
        ["applyer_page_type"] = "111",
        ["applyer_page_code"] = CitizenId,
        ["apply_date"] = "2026-11-20 09:00:00",
        ["accept_date"] = "2026-11-20 09:30:00",
        ["org_code"] = "11990001MB00000014",
        ["org_name"] = "样例局",
    };

    public static Dictionary<string, object?> Process(string rowGuid = "p-1", string projectNo = "P-1") => new()
    {
        ["row_guid"] = rowGuid,
        ["project_no"] = projectNo,
        ["process_name"] = "审查",
        ["event_name"] = "1",
        ["event_start_time"] = "2026-11-20 10:00:00",
        ["event_end_time"] = "2026-11-20 11:00:00",
        ["handle_user_name"] = "经办人",
        ["handle_explain"] = "同意",
    };

    public static Dictionary<string, object?> Special(string rowGuid = "s-1", string projectNo = "P-1") => new()
    {
        ["row_guid"] = rowGuid,
        ["project_no"] = projectNo,
        ["special_type"] = "2",
        ["special_name"] = "听证",
        ["special_time"] = "2026-11-21 10:00:00",
        ["special_reason"] = "依法听证",
        ["end_time"] = "2026-11-22 10:00:00",
    };

    public static Dictionary<string, object?> Result(string rowGuid = "r-1", string projectNo = "P-1") => new()
    {
        ["row_guid"] = rowGuid,
        ["project_no"] = projectNo,
        ["result_date"] = "2026-11-24 10:00:00",
        ["result_type"] = "6",
        ["is_delivery_results"] = "0",
    };

    public static Dictionary<string, object?> Material(string rowGuid = "m-1", string projectNo = "P-1") => new()
    {
        ["row_guid"] = rowGuid,
        ["project_no"] = projectNo,
        ["material_name"] = "申请表",
        ["get_type"] = "1",
        ["get_num"] = "1",
    };

    public static Dictionary<string, object?> Licence(string rowGuid = "l-1", string projectNo = "P-1") => new()
    {
        ["row_guid"] = rowGuid,
        ["project_no"] = projectNo,
        ["certificate_name"] = "样例许可证",
        ["certificate_number"] = "证〔2026〕1号",
        ["holder"] = "样例",
        ["holder_code"] = CreditCode,
        ["issue_dept"] = "样例局",
        ["issue_date"] = "2026-11-24 10:00:00",
        ["valid_from"] = "2026-11-24 00:00:00",
        ["valid_to"] = "2029-11-23 23:59:59",
    };

    public static Dictionary<string, object?> Of(string table) => (table switch
    {
        "up_pro_accept" => Accept(),
        "up_pro_process" => Process(),
        "up_pro_special_procedure" => Special(),
        "up_pro_result" => Result(),
        "up_pro_material" => Material(),
        _ => Licence(),
    }).As("I");

    /// <summary>The row as an operation, with the sync columns.</summary>
    public static Dictionary<string, object?> As(this Dictionary<string, object?> row, string operation) => row
        .With("cd_operation", operation).With("cd_time", "2026-11-20 12:00:00").With("cd_batch", "B-1").With("data_source", "001");

    /// <summary>Another row, with one column otherwise.</summary>
    public static Dictionary<string, object?> With(this Dictionary<string, object?> row, string column, object? value) => new(row) { [column] = value };
}
