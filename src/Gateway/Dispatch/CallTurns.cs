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
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _few = Math.Max(1, most / 8);
    private int _underWay;
    private bool _isEnding;

    /// <summary>Told of a department of which so much waits that no more should come.</summary>
    public Action<string>? Full { private get; set; }

    /// <summary>Told of one that was full and is not any more.</summary>
    public Action<string>? Free { private get; set; }

    /// <summary>Begins a call at once or in its turn; <paramref name="call"/> answers for its own faults.</summary>
    public void Begin(string department, Func<Task> call)
    {
        lock (_lock)
        {
            var calls = CallsOf(department);
            if (calls.Waiting.Count == 0 && MayBegin(calls))
            {
                Start(calls, call);
                return;
            }

            calls.Waiting.Enqueue(call);
            if (calls.Waiting.Count == 1)
            {
                _turns.Enqueue(calls);
            }

            if (calls.Waiting.Count == most)
            {
                Full?.Invoke(department);
            }
        }
    }

    /// <summary>Whether a department's call was answered at all.</summary>
    public void Saw(string department, bool isAnswered)
    {
        lock (_lock)
        {
            CallsOf(department).IsAnswered = isAnswered;
        }
    }

    /// <summary>Begins no more, and waits until those under way have ended.</summary>
    public Task EndAsync()
    {
        lock (_lock)
        {
            _isEnding = true;
            EndIfLast();
        }

        return _ended.Task;
    }

    private bool MayBegin(Calls calls) => !_isEnding && _underWay < most && calls.UnderWay < MostOf(calls);

    private int MostOf(Calls calls) => calls.IsAnswered ? Math.Max(1, most - _few) : _few;

    private void Start(Calls calls, Func<Task> call)
    {
        _underWay++;
        calls.UnderWay++;
        _ = Task.Run(RunAsync, CancellationToken.None);

        async Task RunAsync()
        {
            try
            {
                await call();
            }
            finally
            {
                Ended(calls);
            }
        }
    }

    private void Ended(Calls ended)
    {
        lock (_lock)
        {
            _underWay--;
            ended.UnderWay--;
            for (var looked = _turns.Count; looked > 0 && _underWay < most; looked--)
            {
                Next(_turns.Dequeue());
            }

            EndIfLast();
        }
    }

    private void Next(Calls calls)
    {
        if (MayBegin(calls))
        {
            Start(calls, calls.Waiting.Dequeue());
            if (calls.Waiting.Count == most - 1)
            {
                Free?.Invoke(calls.Department);
            }
        }

        if (calls.Waiting.Count > 0)
        {
            _turns.Enqueue(calls);
        }
    }

    private void EndIfLast()
    {
        if (_isEnding && _underWay == 0)
        {
            _ended.TrySetResult();
        }
    }

    private Calls CallsOf(string department) => _departments.TryGetValue(department, out var calls) ? calls : _departments[department] = new Calls(department);

    /// <summary>The calls of one department.</summary>
    private sealed class Calls(string department)
    {
        public string Department => department;

        public Queue<Func<Task>> Waiting { get; } = new();

        public int UnderWay { get; set; }

        public bool IsAnswered { get; set; } = true;
    }
}
