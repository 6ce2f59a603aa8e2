namespace ServiceHall.Model.Rules;

/// <summary>All rules, in the order in which their findings are answered.</summary>
public static class RuleBook
{
    private const string Contract = "contract";
    private const string Practice = "办件数据质量常见审核规则";

    public static readonly Rule CallerNotYours = new("caller.not-yours", 10, Severity.Block, "无权代表该部门报送", Contract);
    public static readonly Rule CallerMalformedLine = new("caller.malformed-line", 10, Severity.Block, "这一行不是严格的 JSON 对象（UTF-8、无重复成员、嵌套不超过 64 层、不超过 1 MiB）", Contract);
    public static readonly Rule KeyLength = new("key.length", 10, Severity.Block, "记录主键长度应为 1 至 200 个字符", Contract);
    public static readonly Rule KindUnknown = new("kind.unknown", 15, Severity.Block, "没有这种记录类型", Contract);
    public static readonly Rule KindNotYet = new("kind.not-yet", 15, Severity.Block, "本版本尚不支持这种记录类型", Contract);
    public static readonly Rule CorrectionIdentity = new("correction.identity", 16, Severity.Block, "更正不能改变记录类型或办件编号", Contract);
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
    public static readonly Rule DivisionUnknown = new("division.unknown", 90, Severity.Block, "行政区划代码不存在", "GB/T 2260");
    public static readonly Rule DivisionNotOurs = new("division.not-ours", 90, Severity.Block, "不属于本大厅的行政区划", Contract);
    public static readonly Rule DivisionRetired = new("division.retired", 90, Severity.Warn, "行政区划代码已撤销或变更", "GB/T 2260");
    public static readonly Rule CrossRegionMatterNotOpen = new("cross-region.matter-not-open", 91, Severity.Block, "该事项未开通跨省通办", "跨省通办事项清单");
    public static readonly Rule CaseNotYetAccepted = new("case.not-yet-accepted", 100, Severity.Park, "办件尚未受理，等受理到达后自动判定", Practice);
    public static readonly Rule CaseNotSubmitted = new("case.not-submitted", 100, Severity.Block, "没有该办件的收件或受理记录", Contract);
    public static readonly Rule CaseAlreadyAccepted = new("case.already-accepted", 101, Severity.Block, "办件已经受理过", Practice);
    public static readonly Rule CaseAlreadySubmitted = new("case.already-submitted", 101, Severity.Block, "办件已经收件过", Practice);
    public static readonly Rule CaseNeverAccepted = new("case.never-accepted", 102, Severity.Block, "等待受理超过期限，转入问题件", Contract);
    public static readonly Rule CaseWaitingLong = new("case.waiting-long", 103, Severity.Warn, "等待受理已超过一天", Contract);
    public static readonly Rule CaseClosed = new("case.closed", 110, Severity.Block, "办件已经办结", Practice);
    public static readonly Rule CaseRefused = new("case.refused", 110, Severity.Block, "办件已经不予受理", Contract);
    public static readonly Rule CaseWithdrawn = new("case.withdrawn", 110, Severity.Block, "申请已经撤销", Contract);
    public static readonly Rule CaseNotClosed = new("case.not-closed", 110, Severity.Block, "办件尚未办结，不能送达", Practice);
    public static readonly Rule CaseAlreadyDelivered = new("case.already-delivered", 110, Severity.Block, "办件结果已经送达过", Contract);
    public static readonly Rule TimeOutOfOrder = new("time.out-of-order", 111, Severity.Block, "时间先后顺序不对", Practice);
    public static readonly Rule PauseNotOpen = new("pause.not-open", 112, Severity.Block, "没有对应的特别程序开始记录", Practice);
    public static readonly Rule PauseAlreadyOpen = new("pause.already-open", 112, Severity.Block, "该序号的特别程序已经开始过", Practice);
    public static readonly Rule PauseStillOpen = new("pause.still-open", 113, Severity.Block, "特别程序尚未结束，不能办结", Practice);
    public static readonly Rule SupplementNotOpen = new("supplement.not-open", 112, Severity.Block, "没有尚待补正的告知记录", Practice);
    public static readonly Rule SupplementStillOpen = new("supplement.still-open", 113, Severity.Block, "补正告知尚未答复，只能以补正不来办结", Practice);
    public static readonly Rule CorrectionBreaksLater = new("correction.breaks-later", 114, Severity.Block, "更正后，后面已收下的记录不再成立", Contract);
    public static readonly Rule EvaluationBeforeResult = new("evaluation.before-result", 120, Severity.Block, "所评价的服务环节尚无记录", "政务服务“好差评”");
    public static readonly Rule CodeUnknown = new("code.unknown", 121, Severity.Block, "代码表中没有这个值", Contract);
    public static readonly Rule ResultNeedsReason = new("result.reason-required", 122, Severity.Block, "该办结结果必须填写原因", "办结结果代码 1-5");
    public static readonly Rule ResultNeedsLicence = new("result.licence-required", 122, Severity.Block, "出证办结必须有证照编号、颁证单位和有效期", "办结结果代码 0");
    public static readonly Rule EvaluationRepeated = new("evaluation.repeated", 123, Severity.Block, "评价次数不连续或超过允许次数", "政务服务“好差评”");
    public static readonly Rule RecordLate = new("record.late", 130, Severity.Warn, "事情发生 10 天以后才报送", Practice);
    public static readonly Rule CasePromiseMismatch = new("case.promise-mismatch", 131, Severity.Warn, "部门填报的承诺办结日与节假日历计算不一致", "行政许可法第八十二条");
    public static readonly Rule TimeDiffers = new("time.differs", 132, Severity.Warn, "发生时间与数据中的时间不一致", Contract);
    public static readonly Rule FieldChanged = new("field.changed", 133, Severity.Warn, "与收件时填报的内容不一致，以受理为准", Contract);
    public static readonly Rule LegalRepresentativeMissing = new("applicant.legal-representative", 134, Severity.Warn, "法人申请人未填法定代表人", Practice);
    public static readonly Rule SupplementRepeated = new("supplement.repeated", 135, Severity.Warn, "补正应当一次性告知", "行政许可法第三十二条");
    public static readonly Rule ExtensionRepeated = new("extension.repeated", 136, Severity.Warn, "办件已经延期过一次", "行政许可法第四十二条");
    public static readonly Rule ExtensionTooLong = new("extension.too-long", 136, Severity.Warn, "延期超过 10 个工作日", "行政许可法第四十二条");
    public static readonly Rule DeferredNotReceived = new("deferred.not-received", 137, Severity.Warn, "容缺材料尚未补齐", "容缺受理");
    public static readonly Rule FieldUnknown = new("field.unknown", 140, Severity.Warn, "不认识的字段，已原样保存", Contract);

    /// <summary>Every rule, by order.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        CallerNotYours, CallerMalformedLine, KeyLength, KindUnknown, KindNotYet, CorrectionIdentity, TextEncoding, TextControlCharacter, FieldRequired, FieldType, TimeFormat, FieldTooLong, TimeInFuture,
        MatterUnknown, MatterOtherDepartment, MatterNameDiffers, IdentifierNormalised, IdentifierFormat, CitizenIdArea, CitizenIdBirthDate, CitizenIdCheckDigit,
        UsccCheckDigit, OrgCodeCheckDigit, DivisionUnknown, DivisionNotOurs, DivisionRetired, CrossRegionMatterNotOpen, CaseNotYetAccepted, CaseNotSubmitted, CaseAlreadyAccepted,
        CaseAlreadySubmitted, CaseNeverAccepted, CaseWaitingLong, CaseClosed, CaseRefused, CaseWithdrawn, CaseNotClosed, CaseAlreadyDelivered, TimeOutOfOrder, PauseNotOpen, PauseAlreadyOpen,
        SupplementNotOpen, PauseStillOpen, SupplementStillOpen, CorrectionBreaksLater, EvaluationBeforeResult, CodeUnknown, ResultNeedsReason, ResultNeedsLicence, EvaluationRepeated,
        RecordLate, CasePromiseMismatch, TimeDiffers, FieldChanged, LegalRepresentativeMissing, SupplementRepeated, ExtensionRepeated, ExtensionTooLong,
        DeferredNotReceived, FieldUnknown,
    ];

    private static readonly Dictionary<string, Rule> ById = All.ToDictionary(rule => rule.Id);

    /// <summary>The rule of that id; an unknown id is a bug.</summary>
    public static Rule Get(string id) => ById[id];

    /// <summary>The rule of that id, or null.</summary>
    public static Rule? Find(string id) => ById.GetValueOrDefault(id);
}
