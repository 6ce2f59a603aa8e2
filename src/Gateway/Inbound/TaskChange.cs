using ServiceHall.Gateway.Store;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary>Tells the change feed that a task is another now, and counts it.</summary>
internal static class TaskChange
{
    /// <param name="task">As it is from now on.</param>
    /// <param name="before">Its state until now; null where it is new.</param>
    /// <param name="code">Why, where nobody did it.</param>
    public static void Tell(TaskRow task, TaskState? before, string? code, WriteGroup group)
    {
        group.Add(new JournalRow(task.Changed, ChangeRow.TaskChanged, task.Department, task.CaseId, task.Id, task.Platform, task.State.Word(), code, null));
        if (before is { } state)
        {
            group.Count($"task.{state.Word()}", -1);
        }

        group.Count($"task.{task.State.Word()}", 1);
    }
}
