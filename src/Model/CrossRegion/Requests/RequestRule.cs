namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>Why something can't be done to a request.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Message">For hall staff, in Chinese; never a value of the request.</param>
public sealed record RequestRule(string Id, string Message)
{
    public static readonly RequestRule NotTakingPart = new("request.not-taking-part", "该行政区划不参与本申请");
    public static readonly RequestRule HomeDecides = new("request.home-decides", "受理和决定的权限在业务属地，收件地只作形式审查和身份核验");
    public static readonly RequestRule NotYours = new("request.not-yours", "这一步不由本地办理");
    public static readonly RequestRule NotNow = new("request.not-now", "申请在当前状态下不能这样办理");
    public static readonly RequestRule NotChecked = new("request.not-checked", "形式审查和身份核验都通过之后才能移交");
    public static readonly RequestRule PartDone = new("request.part-done", "本单位的联办部分已经办结");
    public static readonly RequestRule PartsOpen = new("request.parts-open", "还有联办单位没有办结，不能作出决定");
    public static readonly RequestRule NotInHand = new("request.original-elsewhere", "有原件不在所说的保管方手中");

    public static readonly RequestRule ByTask = new("request.by-task", "属地的受理、补正、决定和送达请在任务上办理（/v1/tasks）");

    /// <summary>All of them, for the page of codes.</summary>
    public static IReadOnlyList<RequestRule> All { get; } = [NotTakingPart, HomeDecides, NotYours, NotNow, NotChecked, PartDone, PartsOpen, NotInHand, ByTask];
}
