namespace ServiceHall.Gateway.Store;

/// <summary>How a work is written.</summary>
internal enum Writing
{
    /// <summary>With whatever else waits.</summary>
    Together,

    /// <summary>In a transaction of its own: what it reads from the store is all there is.</summary>
    Alone,

    /// <summary>The very same, then rolled back: its answer says what would have happened, and nothing did.</summary>
    Rehearsed,
}

/// <summary>Something that waits to be written. Works that wait together are committed together, and all are acknowledged after the commit.</summary>
internal abstract class WriteWork
{
    /// <summary>Records or rows in it, for the size of a group.</summary>
    public abstract int Weight { get; }

    public virtual Writing Writing => Writing.Together;

    /// <summary>Names what it will need to read, so that a group reads in sets.</summary>
    public virtual void Declare(WriteGroup group)
    {
    }

    /// <summary>Judges and adds its changes; may run again in a smaller group, and must then start afresh.</summary>
    public abstract void Apply(WriteGroup group);

    /// <summary>It is durable, or was rehearsed to its end.</summary>
    public abstract void Committed();

    /// <summary>It could not be written; nothing of it is there.</summary>
    public abstract void Failed(Exception fault);
}

/// <summary>A work whose caller waits for an answer.</summary>
internal abstract class WriteWork<T> : WriteWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer, once it is durable.</summary>
    public Task<T> Done => _done.Task;

    protected T? Answer { get; set; }

    public override void Committed() => _done.SetResult(Answer!);

    public override void Failed(Exception fault) => _done.SetException(fault);
}
