namespace ServiceHall.Gateway.Dispatch;

/// <summary>The lanes of one department, as <see cref="LaneQueue"/> keeps them; read and written under its lock.</summary>
internal sealed class DepartmentLine(string department)
{
    public string Department => department;

    public Queue<long> Ready { get; } = new();

    /// <summary>Whether it stands in the turns.</summary>
    public bool HasTurn { get; set; }

    /// <summary>Whether so many of its calls wait for their turn that no more should come.</summary>
    public bool IsFull { get; set; }

    /// <summary>Whether it has a backlog, and the pace lets nothing of it go just now.</summary>
    public bool IsResting { get; set; }

    public bool IsHeld => IsFull || IsResting;

    /// <summary>Whether so much of it is ready that what comes new waits long in any case; until it is worked off.</summary>
    public bool IsBacklog { get; set; }

    /// <summary>When something of it was last taken while it had no backlog.</summary>
    public DateTimeOffset TakenAt { get; set; }

    /// <summary>How many wait in memory for their moment.</summary>
    public int Later { get; set; }

    /// <summary>When the first of those that were left in the store may go; null where none was.</summary>
    public DateTimeOffset? LeftOutUntil { get; set; }

    /// <summary>The last that was read of those left in the store; null while they are not read.</summary>
    public long? ReadUpTo { get; set; }

    public bool HasRoom(int window) => Ready.Count <= window / 2;
}
