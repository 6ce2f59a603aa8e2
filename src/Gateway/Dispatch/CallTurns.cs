namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// Who may call the platform next: only so many calls are under way, departments take turns, and none of them ever holds all calls, so that another's
/// record finds one free. A department whose calls get no answer has but few under way until one is answered.
/// </summary>
/// <param name="most">How many calls may be under way.</param>
internal sealed class CallTurns(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Calls> _departments = new(StringComparer.Ordinal);
    private readonly Queue<Calls> _turns = new();
    private readonly int _few = Math.Max(1, most / 8);
    private int _underWay;

    /// <summary>Told of a department of which so much waits that no more should come.</summary>
    public Action<string>? Full { private get; set; }

    /// <summary>Told of one that was full and is not any more.</summary>
    public Action<string>? Free { private get; set; }

    /// <summary>Waits for a call's turn; its holder gives it back by <see cref="Leave"/>.</summary>
    public Task EnterAsync(string department, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var calls = CallsOf(department);
            if (calls.Waiting.Count == 0 && MayBegin(calls))
            {
                Begin(calls);
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            calls.Waiting.Enqueue(turn);
            if (calls.Waiting.Count == 1)
            {
                _turns.Enqueue(calls);
            }

            if (calls.Waiting.Count == most)
            {
                Full?.Invoke(department);
            }

            return WaitAsync(turn, cancellationToken);
        }
    }

    /// <summary>The call has ended: its turn is the next one's.</summary>
    /// <param name="department">Whose call it was.</param>
    /// <param name="isAnswered">Whether the platform answered it at all; null where it was not reached, and nothing is learnt of the department's calls.</param>
    public void Leave(string department, bool? isAnswered)
    {
        lock (_lock)
        {
            var calls = CallsOf(department);
            calls.IsAnswered = isAnswered ?? calls.IsAnswered;
            calls.UnderWay--;
            _underWay--;
            for (var looked = _turns.Count; looked > 0 && _underWay < most; looked--)
            {
                Next(_turns.Dequeue());
            }
        }
    }

    private static async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        await using var stops = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    private bool MayBegin(Calls calls) => _underWay < most && calls.UnderWay < (calls.IsAnswered ? Math.Max(1, most - _few) : _few);

    private void Begin(Calls calls)
    {
        _underWay++;
        calls.UnderWay++;
    }

    private void Next(Calls calls)
    {
        while (calls.Waiting.Count > 0 && MayBegin(calls))
        {
            var isGoing = calls.Waiting.Dequeue().TrySetResult();
            if (calls.Waiting.Count == most - 1)
            {
                Free?.Invoke(calls.Department);
            }

            if (isGoing)
            {
                Begin(calls);
                break;
            }
        }

        if (calls.Waiting.Count > 0)
        {
            _turns.Enqueue(calls);
        }
    }

    private Calls CallsOf(string department) => _departments.TryGetValue(department, out var calls) ? calls : _departments[department] = new Calls(department);

    /// <summary>The calls of one department.</summary>
    private sealed class Calls(string department)
    {
        public string Department => department;

        public Queue<TaskCompletionSource> Waiting { get; } = new();

        public int UnderWay { get; set; }

        public bool IsAnswered { get; set; } = true;
    }
}
