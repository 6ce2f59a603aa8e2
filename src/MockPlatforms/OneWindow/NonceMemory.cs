namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>The nonces of the last while: twice the tolerance, for a timestamp may lie ahead by as much as it may lie behind.</summary>
internal sealed class NonceMemory(TimeProvider clock, TimeSpan keep)
{
    /// <summary>Beyond this the oldest are forgotten early: a million callers' mistakes fill no memory.</summary>
    private const int Most = 1_000_000;

    private readonly Lock gate = new();
    private readonly HashSet<string> known = [];
    private readonly Queue<(DateTimeOffset Until, string Nonce)> oldest = new();

    /// <summary>True the first time a nonce is seen.</summary>
    public bool TryUse(string nonce)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            Forget(now);
            if (!known.Add(nonce))
            {
                return false;
            }

            oldest.Enqueue((now + keep, nonce));
            return true;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (oldest.TryPeek(out var first) && (first.Until < now || oldest.Count >= Most))
        {
            known.Remove(oldest.Dequeue().Nonce);
        }
    }
}
