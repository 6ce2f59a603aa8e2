namespace ServiceHall.MockPlatforms.OneWindow.Rows;

/// <summary>What can be said of a well-formed row without the books: check digits (E0205), then the order of its own times (E0206).</summary>
internal static class RowRules
{
    private static readonly int PageType = Tables.Accept.IndexOf("applyer_page_type");
    private static readonly int PageCode = Tables.Accept.IndexOf("applyer_page_code");
    private static readonly (int Earlier, int Later)[] Orders = [.. Tables.All.Select(OrderIn)];
    private static readonly int[] HappensAfterAcceptance = [.. Tables.All.Select(AfterAcceptanceIn)];

    public static Defect? Check(Row row) => CheckDigitsOf(row) ?? OrderOf(row);

    /// <summary>The column whose time comes before that of the acceptance, which it may not by more than a second.</summary>
    public static Defect? AgainstAcceptance(Row row, ReadOnlySpan<byte> acceptedAt)
    {
        var column = HappensAfterAcceptance[row.Table.Number];
        return column >= 0 && HallTime.IsLater(acceptedAt, row[column]) ? Defect.BeforeAcceptance(row.Table.Columns[column].Name) : null;
    }

    private static Defect? CheckDigitsOf(Row row)
    {
        if (row.Table != Tables.Accept)
        {
            return null;
        }

        var code = row[PageCode];
        return row[PageType] switch
        {
            [(byte)'1', (byte)'1', (byte)'1'] when !CheckDigits.IsCitizenId(code) => Defect.CheckDigit("applyer_page_code", "公民身份号码"),
            [(byte)'0', (byte)'0', (byte)'1'] when !CheckDigits.IsCreditCode(code) => Defect.CheckDigit("applyer_page_code", "统一社会信用代码"),
            [(byte)'0', (byte)'0', (byte)'2'] when !CheckDigits.IsOrganisationCode(code) => Defect.CheckDigit("applyer_page_code", "组织机构代码"),
            _ => null,
        };
    }

    private static Defect? OrderOf(Row row)
    {
        var (earlier, later) = Orders[row.Table.Number];
        return earlier >= 0 && HallTime.IsLater(row[earlier], row[later])
            ? Defect.OutOfOrder(row.Table.Columns[earlier].Name, row.Table.Columns[later].Name)
            : null;
    }

    private static (int Earlier, int Later) OrderIn(Table table) => table.Name switch
    {
        "up_pro_accept" => (table.IndexOf("apply_date"), table.IndexOf("accept_date")),
        "up_pro_process" => (table.IndexOf("event_start_time"), table.IndexOf("event_end_time")),
        "up_pro_special_procedure" => (table.IndexOf("special_time"), table.IndexOf("end_time")),
        "up_lic_data" => (table.IndexOf("valid_from"), table.IndexOf("valid_to")),
        _ => (-1, -1),
    };

    private static int AfterAcceptanceIn(Table table) => table.Name switch
    {
        "up_pro_process" => table.IndexOf("event_end_time"),
        "up_pro_special_procedure" => table.IndexOf("special_time"),
        "up_pro_result" => table.IndexOf("result_date"),
        _ => -1,
    };
}
