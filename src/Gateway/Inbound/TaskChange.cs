using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Inbound;

/// <summary>Tells the change feed that a task is another now.</summary>
internal static class TaskChange
{
    /// <param name="task">As it is from now on.</param>
    /// <param name="code">Why, where nobody did it.</param>
    public static void Tell(TaskRow task, string? code, WriteGroup group) =>
        group.Add(new JournalRow(task.Changed, ChangeRow.TaskChanged, task.Department, task.CaseId, task.Id, task.Platform, task.State.Word(), code, null));
}
