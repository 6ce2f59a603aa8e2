namespace ServiceHall.Model.Rules;

/// <summary>All rules, in the order in which their findings are answered.</summary>
public static class RuleBook
{
    private const string Contract = "contract";
    private const string Practice = "办件数据质量常见审核规则";

    public static readonly Rule CallerNotYours = new("caller.not-yours", 10, Severity.Block, "无权代表该部门报送", Contract);
    public static readonly Rule KeyLength = new("key.length", 10, Severity.Block, "记录主键长度应为 1 至 200 个字符", Contract);
    public static readonly Rule KindUnknown = new("kind.unknown", 15, Severity.Block, "没有这种记录类型", Contract);
    public static readonly Rule KindNotYet = new("kind.not-yet", 15, Severity.Block, "本版本尚不支持这种记录类型", Contract);
    public static readonly Rule CorrectionNotYet = new("correction.not-yet", 16, Severity.Block, "本版本尚不支持更正已收下的记录", Contract);
    public static readonly Rule TextEncoding = new("text.encoding", 20, Severity.Block, "文字含有乱码（编码转换出错）", Practice);
    public static readonly Rule TextControlCharacter = new("text.control-character", 30, Severity.Block, "文字含有不可见的控制字符", Practice);
    public static readonly Rule FieldRequired = new("field.required", 40, Severity.Block, "必填项缺失或为空", Contract);
    public static readonly Rule FieldType = new("field.type", 41, Severity.Block, "数据类型不对", Contract);
    public static readonly Rule TimeFormat = new("time.format", 42, Severity.Block, "时间格式不对", "RFC 3339");
    public static readonly Rule FieldTooLong = new("field.too-long", 50, Severity.Block, "长度超过上级平台的字段宽度", "国家政务服务平台办件表结构");
    public static readonly Rule TimeInFuture = new("time.in-future", 60, Severity.Block, "时间晚于当前时间 5 分钟以上", Contract);
    public static readonly Rule MatterUnknown = new("matter.unknown", 70, Severity.Block, "事项目录中没有该事项编码", Practice);
    public static readonly Rule MatterOtherDepartment = new("matter.other-department", 71, Severity.Warn, "受理部门不是该事项的实施主体", Practice);
    public static readonly Rule MatterNameDiffers = new("matter.name-differs", 72, Severity.Warn, "事项名称与目录不一致", Practice);
    public static readonly Rule IdentifierNormalised = new("identifier.normalised", 80, Severity.Warn, "证件号码已规范化（全角、空格、小写）", "GB 11643, GB 32100");
    public static readonly Rule IdentifierFormat = new("identifier.format", 81, Severity.Block, "证件号码格式不对", "GB 11643, GB 32100, GB 11714");
    public static readonly Rule CitizenIdArea = new("citizen-id.area", 82, Severity.Block, "公民身份号码的行政区划不存在", "GB/T 2260");
    public static readonly Rule CitizenIdBirthDate = new("citizen-id.birth-date", 82, Severity.Block, "公民身份号码的出生日期不存在", "GB 11643");
    public static readonly Rule CitizenIdCheckDigit = new("citizen-id.check-digit", 83, Severity.Block, "公民身份号码校验位不对", "GB 11643");
    public static readonly Rule UsccCheckDigit = new("uscc.check-digit", 83, Severity.Block, "统一社会信用代码校验位不对", "GB 32100");
    public static readonly Rule OrgCodeCheckDigit = new("org-code.check-digit", 83, Severity.Block, "组织机构代码校验位不对", "GB 11714");
    public static readonly Rule CaseNotYetAccepted = new("case.not-yet-accepted", 100, Severity.Park, "办件尚未受理，等受理到达后自动判定", Practice);
    public static readonly Rule CaseAlreadyAccepted = new("case.already-accepted", 101, Severity.Block, "办件已经受理过", Practice);
    public static readonly Rule CaseAlreadySubmitted = new("case.already-submitted", 101, Severity.Block, "办件已经收件过", Practice);
    public static readonly Rule CaseNeverAccepted = new("case.never-accepted", 102, Severity.Block, "等待受理超过期限，转入问题件", Contract);
    public static readonly Rule CaseWaitingLong = new("case.waiting-long", 103, Severity.Warn, "等待受理已超过一天", Contract);
    public static readonly Rule CaseClosed = new("case.closed", 110, Severity.Block, "办件已经办结", Practice);
    public static readonly Rule TimeOutOfOrder = new("time.out-of-order", 111, Severity.Block, "时间先后顺序不对", Practice);
    public static readonly Rule PauseNotOpen = new("pause.not-open", 112, Severity.Block, "没有对应的特别程序开始记录", Practice);
    public static readonly Rule PauseAlreadyOpen = new("pause.already-open", 112, Severity.Block, "该序号的特别程序已经开始过", Practice);
    public static readonly Rule PauseStillOpen = new("pause.still-open", 113, Severity.Block, "特别程序尚未结束，不能办结", Practice);
    public static readonly Rule CodeUnknown = new("code.unknown", 120, Severity.Block, "代码表中没有这个值", Contract);
    public static readonly Rule ResultNeedsReason = new("result.reason-required", 121, Severity.Block, "该办结结果必须填写原因", "办结结果代码 1-5");
    public static readonly Rule ResultNeedsLicence = new("result.licence-required", 121, Severity.Block, "出证办结必须有证照编号、颁证单位和有效期", "办结结果代码 0");
    public static readonly Rule RecordLate = new("record.late", 130, Severity.Warn, "事情发生 10 天以后才报送", Practice);
    public static readonly Rule CasePromiseMismatch = new("case.promise-mismatch", 131, Severity.Warn, "部门填报的承诺办结日与节假日历计算不一致", "行政许可法第八十二条");
    public static readonly Rule TimeDiffers = new("time.differs", 132, Severity.Warn, "发生时间与数据中的时间不一致", Contract);
    public static readonly Rule FieldChanged = new("field.changed", 133, Severity.Warn, "与收件时填报的内容不一致，以受理为准", Contract);
    public static readonly Rule LegalRepresentativeMissing = new("applicant.legal-representative", 134, Severity.Warn, "法人申请人未填法定代表人", Practice);
    public static readonly Rule FieldUnknown = new("field.unknown", 140, Severity.Warn, "不认识的字段，已原样保存", Contract);

    /// <summary>Every rule, by order.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        CallerNotYours, KeyLength, KindUnknown, KindNotYet, CorrectionNotYet, TextEncoding, TextControlCharacter, FieldRequired, FieldType, TimeFormat, FieldTooLong, TimeInFuture,
        MatterUnknown, MatterOtherDepartment, MatterNameDiffers, IdentifierNormalised, IdentifierFormat, CitizenIdArea, CitizenIdBirthDate, CitizenIdCheckDigit,
        UsccCheckDigit, OrgCodeCheckDigit, CaseNotYetAccepted, CaseAlreadyAccepted, CaseAlreadySubmitted, CaseNeverAccepted, CaseWaitingLong, CaseClosed, TimeOutOfOrder, PauseNotOpen, PauseAlreadyOpen,
        PauseStillOpen, CodeUnknown, ResultNeedsReason, ResultNeedsLicence, RecordLate, CasePromiseMismatch, TimeDiffers, FieldChanged, LegalRepresentativeMissing,
        FieldUnknown,
    ];

    private static readonly Dictionary<string, Rule> ById = All.ToDictionary(rule => rule.Id);

    /// <summary>The rule of that id; an unknown id is a bug.</summary>
    public static Rule Get(string id) => ById[id];

    /// <summary>The rule of that id, or null.</summary>
    public static Rule? Find(string id) => ById.GetValueOrDefault(id);
}
