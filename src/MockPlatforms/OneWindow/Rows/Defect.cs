namespace ServiceHall.MockPlatforms.OneWindow.Rows;

/// <summary>Why a row is refused: the province's code, and a text that names columns and never their values.</summary>
internal sealed record Defect(string Code, string Text)
{
    public static Defect NoAcceptance { get; } = new("E0101", "该办件编号没有已接收的受理信息");

    public static Defect AfterResult { get; } = new("E0102", "该办件已办结，不再接收新增信息");

    public static Defect OtherContent { get; } = new("E0103", "记录唯一标识已存在且内容不同，修改请使用同步类型 U");

    public static Defect Repeated { get; } = new("E0103", "该记录已存在，不得重复报送");

    public static Defect InsertOfDeleted { get; } = new("E0103", "该记录已删除，不能再次新增");

    public static Defect SecondForCase { get; } = new("E0103", "该办件编号已有另一条有效记录");

    public static Defect UnknownRow { get; } = new("E0104", "要修改或删除的记录不存在");

    public static Defect UnknownMatter { get; } = new("E0201", "事项编码或版本不在事项目录中");

    public static Defect OtherCatalogCode { get; } = new("E0201", "基本编码与事项目录不一致");

    public static Defect OtherLocalCode { get; } = new("E0201", "地方实施编码与事项目录不一致");

    public static Defect InternalFault { get; } = new("E0900", "平台内部错误，本批次未处理");

    public static Defect Missing(string column) => new("E0203", $"缺少必填字段 {column}");

    public static Defect Unfit(string column, string why) => new("E0204", $"字段 {column} {why}");

    public static Defect CheckDigit(string column, string what) => new("E0205", $"字段 {column} 的{what}校验位错误");

    public static Defect OutOfOrder(string earlier, string later) => new("E0206", $"{earlier} 晚于 {later}");

    public static Defect BeforeAcceptance(string column) => new("E0206", $"{column} 早于受理时间");
}
