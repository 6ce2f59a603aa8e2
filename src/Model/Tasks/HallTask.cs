namespace ServiceHall.Model.Tasks;

/// <summary>What comes down.</summary>
public enum TaskKind
{
    /// <summary>申请件 of the one-window platform (一窗受理).</summary>
    Application,

    /// <summary>诉求 (12345, 办不成事).</summary>
    Issue,

    /// <summary>差评 to be looked into.</summary>
    Review,

    /// <summary>跨省通办申请 that is the hall's to decide, or to do its part of.</summary>
    Request,
}

/// <summary>Where a task stands. What becomes of an application once it is taken, its case says.</summary>
public enum TaskState
{
    /// <summary>待接收.</summary>
    Waiting,

    /// <summary>已接收.</summary>
    Taken,

    /// <summary>已退回: by the department, or because nobody took it in time.</summary>
    Returned,

    /// <summary>已答复.</summary>
    Answered,
}

/// <summary>办理路径 of an application (县级直报 and 转报).</summary>
public enum TaskPath
{
    /// <summary>县级直报: the department decides, and reports to the province itself.</summary>
    Direct,

    /// <summary>转报: the department looks at it first and forwards it; an authority above decides.</summary>
    Forwarded,
}

/// <summary>What a department does to a task.</summary>
public enum TaskAct
{
    /// <summary>接收.</summary>
    Ack,

    /// <summary>补正告知.</summary>
    Supplement,

    /// <summary>受理.</summary>
    Accept,

    /// <summary>不予受理.</summary>
    Refuse,

    /// <summary>退回: not ours.</summary>
    Return,

    /// <summary>决定.</summary>
    Decide,

    /// <summary>送达.</summary>
    Deliver,

    /// <summary>答复.</summary>
    Answer,
}

/// <summary>任务: work that came down, as far as what may be done to it depends on it. What the platform said lies apart, sealed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Path">Of an application.</param>
/// <param name="OwnNo">The department's own number; null until it is taken.</param>
public sealed record HallTask(TaskKind Kind, TaskState State, TaskPath Path, string? OwnNo)
{
    /// <summary>Whether what it is becomes a case once it is taken.</summary>
    public bool BecomesCase => Kind is TaskKind.Application or TaskKind.Request;

    /// <summary>Why something can't be done to it as it stands; null where it can. What the case allows is the judge's.</summary>
    public TaskRule? Broken(TaskAct act) => act switch
    {
        _ when !Concerns(act) => TaskRule.OtherKind,
        _ when State is TaskState.Returned or TaskState.Answered => TaskRule.Over,
        TaskAct.Ack => State == TaskState.Waiting ? null : TaskRule.Taken,
        TaskAct.Return when BecomesCase => State == TaskState.Waiting ? null : TaskRule.HasCase,
        TaskAct.Return => null,
        _ => State == TaskState.Taken ? null : TaskRule.NotTaken,
    };

    /// <summary>Whether a result of this word may end it: what is forwarded is decided above.</summary>
    public bool MayEnd(string? result) => Path == TaskPath.Direct || result is "forwarded" or "returned" or "voided" or "supplementLapsed";

    private bool Concerns(TaskAct act) => act switch
    {
        TaskAct.Ack or TaskAct.Return => true,
        TaskAct.Answer => !BecomesCase,
        _ => BecomesCase,
    };
}
