namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// How fast backlogs go while other departments' records come and go: piece after piece, so that neither the processors nor the store's writer are ever full
/// of them and another's record finds both as it always does. Where a piece takes long because the platform does, more are under way, sixteen at most.
/// </summary>
internal sealed class Pace
{
    /// <summary>So many ready lanes of a department are a backlog; what came in a burst is not.</summary>
    public const int Backlog = 1_000;

    /// <summary>Lanes in a piece.</summary>
    public const int Lanes = 12;

    private const int MostTimes = 4;

    /// <summary>For so long after another department's last record a backlog keeps its pace.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    // Longer than a piece takes by itself, with its two commits.
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<long, Piece> _pieces = [];
    private int _underWay;
    private int _atOnce = 1;

    public bool MayBegin => _underWay < _atOnce;

    public void Begin(List<long> lanes, DateTimeOffset now)
    {
        var piece = new Piece(now) { Left = lanes.Count };
        lanes.ForEach(lane => _pieces.Add(lane, piece));
        _underWay++;
    }

    /// <summary>A lane was given back: true where it was the last of a piece.</summary>
    public bool Ended(long lane, DateTimeOffset now)
    {
        if (!_pieces.Remove(lane, out var piece) || --piece.Left > 0)
        {
            return false;
        }

        _underWay--;

        // So many times as many calls, of so many times as many rows; more one by one, fewer at once.
        var times = (int)Math.Clamp(1 + ((now - piece.From) / Long), 1, MostTimes);
        _atOnce = Math.Min(_atOnce + 1, times * times);
        return true;
    }

    private sealed class Piece(DateTimeOffset from)
    {
        public DateTimeOffset From => from;

        public int Left { get; set; }
    }
}
