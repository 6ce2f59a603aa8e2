using System.Globalization;
using System.Text.Json;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Status;

namespace ServiceHall.Gateway.Trials;

/// <summary>A platform's row as a reader may see it. Like <see cref="MaskedRecord"/> it works from a list of what is harmless; of any other column it shows only that it has a value.</summary>
internal static class MaskedRow
{
    private const string Hidden = "***";

    // The national tables use a column's name for one thing, but "result".
    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "row_guid", "project_no", "catalog_code", "local_catalog_code", "task_code", "local_task_code", "task_handle_item", "task_name", "task_version", "project_type",
        "apply_type", "applyer_type", "applyer_page_type", "contact_type", "apply_date", "accept_date", "accept_doc_no", "promise_date", "org_code", "org_name",
        "process_name", "event_name", "event_start_time", "event_end_time",
        "result_date", "result_type", "result_cetr_name", "result_cetr_no", "is_delivery_results", "satisfaction",
        "special_type", "special_name", "special_time", "end_time",
        "material_name", "get_type", "get_num",
        "certificate_name", "certificate_number", "certificate_type", "certificate_type_code", "holder_type", "issue_dept", "issue_dept_code", "issue_date",
        "certificate_area_code", "valid_from", "valid_to",
    };

    // Persons, and free text that may name one.
    private static readonly HashSet<string> Named = new(StringComparer.Ordinal)
    {
        "project_name", "legal", "contact_name", "handle_user_name", "handle_explain", "result_explain", "special_reason", "special_explain", "applyer_user_name", "handle_user", "result",
    };

    /// <summary>Writes the columns that have a value.</summary>
    /// <param name="to">There.</param>
    /// <param name="row">The row.</param>
    /// <param name="isFirm">Whether the applicant is a firm, whose name and number are public.</param>
    public static void Write(Utf8JsonWriter to, PlannedRow row, bool isFirm)
    {
        to.WriteStartObject();
        foreach (var (column, value) in row.Columns)
        {
            to.WriteString(column, Masked(column, Convert.ToString(value, CultureInfo.InvariantCulture), isFirm));
        }

        to.WriteEndObject();
    }

    private static string? Masked(string column, string? value, bool isFirm) => column switch
    {
        _ when string.IsNullOrEmpty(value) => value,
        "applyer_name" or "holder" => isFirm ? value : Mask.Name(value),
        "applyer_page_code" or "holder_code" => isFirm ? value : Mask.Number(value),
        "contact_code" or "contact_mobile" => Mask.Number(value),
        "address" => Mask.Address(value),
        _ when Plain.Contains(column) => value,
        _ when Named.Contains(column) => Mask.Name(value),
        _ => Hidden,
    };
}
