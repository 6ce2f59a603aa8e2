using System.Collections.Frozen;

namespace ServiceHall.Model.Codes;

/// <summary>The canonical words of one list; what digits a platform uses for them is that platform's profile.</summary>
public sealed class WordList(string name, params string[] words)
{
    private readonly FrozenSet<string> _words = words.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What the list is called in messages, in Chinese.</summary>
    public string Name => name;

    /// <summary>The words, in the contract's order.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>Whether the list has this word, to the letter.</summary>
    public bool Contains(string word) => _words.Contains(word);
}

/// <summary>The word lists of contract section 3.</summary>
public static class Words
{
    public static readonly WordList CaseChannel = new("申请渠道", "window", "web", "mobile", "post", "selfService", "other");
    public static readonly WordList CaseType = new("办件类型", "immediate", "promised");
    public static readonly WordList ApplicantType = new("申请人类型", "person", "enterprise", "institution", "socialOrganisation", "agency", "other");
    public static readonly WordList IdType = new("证件类型", "citizenId", "uscc", "passport", "hkMacauPermit", "taiwanPermit", "officerId", "orgCode", "other");
    public static readonly WordList MaterialForm = new("材料收取方式", "paper", "upload", "licenceLibrary");
    public static readonly WordList MaterialGrade = new("材料等级", "A", "B", "C", "D");
    public static readonly WordList StepAction = new("业务动作", "approved", "returned", "other");
    public static readonly WordList Procedure = new("特别程序种类", "extension", "hearing", "publicNotice", "verification", "inspection", "expertReview", "other");
    public static readonly WordList Result = new("办结结果", "licensed", "returned", "voided", "deleted", "forwarded", "supplementLapsed", "completed");
    public static readonly WordList DeliveryMethod = new("送达方式", "window", "post", "electronic", "selfService");
    public static readonly WordList EvaluationChannel = new("评价渠道", "web", "mobile", "qrCode", "counterPad", "hallTerminal", "phone", "sms");
    public static readonly WordList EvaluationLevel = new("满意度", "verySatisfied", "satisfied", "fairlySatisfied", "dissatisfied", "veryDissatisfied");
    public static readonly WordList ServiceStep = new("评价环节", "received", "accepted", "closed");
    public static readonly WordList CrossRegionMode = new("跨省通办模式", "online", "collectedElsewhere", "jointlyHandled");
    public static readonly WordList TransferMethod = new("流转方式", "electronic", "post", "window");
    public static readonly WordList LimitUnit = new("时限单位", "workingDay", "naturalDay", "hour", "month");
}
