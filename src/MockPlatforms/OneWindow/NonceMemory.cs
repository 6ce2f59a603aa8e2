namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>The nonces of the last while: twice the tolerance, for a timestamp may lie ahead by as much as it may lie behind.</summary>
internal sealed class NonceMemory(TimeProvider clock, TimeSpan keep)
{
    /// <summary>Beyond this the oldest are forgotten early: a million callers' mistakes fill no memory.</summary>
    private const int Most = 1_000_000;

    private readonly Lock gate = new();
    private readonly HashSet<(string Caller, string Nonce)> known = [];
    private readonly Queue<(DateTimeOffset Until, string Caller, string Nonce)> oldest = new();

    /// <summary>True the first time a nonce is seen from this caller.</summary>
    public bool TryUse(string caller, string nonce)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            Forget(now);
            if (!known.Add((caller, nonce)))
            {
                return false;
            }

            oldest.Enqueue((now + keep, caller, nonce));
            return true;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (oldest.TryPeek(out var first) && (first.Until < now || oldest.Count >= Most))
        {
            var (_, caller, nonce) = oldest.Dequeue();
            known.Remove((caller, nonce));
        }
    }
}
