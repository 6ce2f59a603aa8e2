namespace ServiceHall.Model.Tasks;

/// <summary>Why something can't be done to a task.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Message">For hall staff, in Chinese; never a value of the task.</param>
public sealed record TaskRule(string Id, string Message)
{
    public static readonly TaskRule OtherKind = new("task.other-kind", "这类任务不能这样办理");
    public static readonly TaskRule Over = new("task.over", "任务已经退回或答复");
    public static readonly TaskRule Taken = new("task.taken", "任务已经接收");
    public static readonly TaskRule NotTaken = new("task.not-taken", "任务尚未接收，请先接收（ack）");
    public static readonly TaskRule HasCase = new("task.has-case", "接收之后不能退回，请作出不予受理（refuse）或退回办结（decide）");
    public static readonly TaskRule OtherMatter = new("task.other-matter", "这个办件编号属于另一事项的办件");
    public static readonly TaskRule OtherTask = new("task.other-task", "这个办件编号已用于另一任务");
    public static readonly TaskRule ForwardedOnly = new("task.forwarded-only", "转报的申请由上级决定，本级只能以转报、退回、作废或补正不来办结");

    /// <summary>All of them, for the page of codes.</summary>
    public static IReadOnlyList<TaskRule> All { get; } = [OtherKind, Over, Taken, NotTaken, HasCase, OtherMatter, OtherTask, ForwardedOnly];
}
