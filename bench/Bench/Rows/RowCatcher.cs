using ServiceHall.Gateway.Store;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Bench.Rows;

/// <summary>A store that keeps nothing but what later groups must find again, and hands out the sets it was told to write.</summary>
internal sealed class RowCatcher : StoreSession
{
    private readonly Dictionary<(string Value, string Issuer), long> _numbers = [];
    private readonly Dictionary<long, CaseRow> _cases = [];
    private IReadOnlyCollection<RecordRow> _records = [];
    private IReadOnlyCollection<KeyRow> _keys = [];
    private IReadOnlyCollection<CaseRow> _changed = [];
    private IReadOnlyCollection<NumberRow> _newNumbers = [];
    private IReadOnlyCollection<DeliveryRow> _deliveries = [];
    private IReadOnlyCollection<JournalRow> _journal = [];
    private IReadOnlyDictionary<string, long> _counts = new Dictionary<string, long>();

    /// <summary>What the last group wrote.</summary>
    public RowSet Caught => new(_records, _keys, _changed, _newNumbers, _deliveries, _journal, _counts);

    public override void Begin()
    {
    }

    public override void Commit()
    {
    }

    public override void Rollback()
    {
    }

    public override void Idle()
    {
    }

    public override IdBlock TakeCaseIds() => IdBlock.From(1);

    public override IdBlock TakeAttemptIds() => IdBlock.From(1);

    public override IEnumerable<KeyRow> ReadKeys(IReadOnlyCollection<(string Department, string Key)> keys) => [];

    public override IEnumerable<NumberRow> ReadNumbers(IReadOnlyCollection<(string Value, string Issuer)> numbers)
    {
        foreach (var number in numbers)
        {
            if (_numbers.TryGetValue(number, out var id))
            {
                yield return new NumberRow(number.Value, number.Issuer, id);
            }
        }
    }

    public override IEnumerable<CaseRow> ReadCases(IReadOnlyCollection<long> ids) => ids.Select(id => _cases[id]);

    public override RecordRow? ReadRecord(Guid id) => null;

    public override long ConfigId(string fingerprint, long now) => 1;

    public override void Insert(IReadOnlyCollection<RecordRow> records) => _records = records;

    public override void Insert(IReadOnlyCollection<KeyRow> keys) => _keys = keys;

    public override void Insert(IReadOnlyCollection<TraceRow> traces)
    {
    }

    public override void Upsert(IReadOnlyCollection<CaseRow> cases)
    {
        _changed = cases;
        foreach (var row in cases)
        {
            _cases[row.Id] = row;
        }
    }

    public override void Insert(IReadOnlyCollection<NumberRow> numbers)
    {
        _newNumbers = numbers;
        foreach (var row in numbers)
        {
            _numbers[(row.Value, row.Issuer)] = row.CaseId;
        }
    }

    public override void Upsert(IReadOnlyCollection<DeliveryRow> deliveries) => _deliveries = deliveries;

    public override void Insert(IReadOnlyCollection<AttemptRow> attempts)
    {
    }

    public override void End(IReadOnlyCollection<AttemptEnd> attempts)
    {
    }

    public override void Insert(IReadOnlyCollection<JournalRow> journal) => _journal = journal;

    public override void MarkChanges(long now, long since, long expired)
    {
    }

    public override void Count(IReadOnlyCollection<UnmappedRow> unmapped)
    {
    }

    public override void Count(IReadOnlyDictionary<string, long> changes) => _counts = changes;

    public override IEnumerable<DeliveryRow> ReadDeliveries(long subject) => [];

    public override IEnumerable<LaneStanding> ReadStandings(IReadOnlyCollection<DeliveryKey> deliveries) => [];

    public override IEnumerable<UnplacedRow> ReadUnplaced(IReadOnlyCollection<(string Value, string Issuer)> numbers) => [];

    public override void Change(IReadOnlyCollection<RecordChange> records)
    {
    }

    public override void Insert(IReadOnlyCollection<UnplacedRow> unplaced)
    {
    }

    public override void Delete(IReadOnlyCollection<UnplacedRow> unplaced)
    {
    }

    public override IEnumerable<UnplacedRow> ReadWaitingLong(long told, long over, int most) => [];

    public override void Tell(IReadOnlyCollection<UnplacedRow> unplaced)
    {
    }

    public override bool HasAwaited(string platform) => false;

    public override void Upsert(IReadOnlyCollection<AwaitedRow> awaited)
    {
    }

    public override void Locate(string platform, IReadOnlyCollection<(string Department, string Key, long Holder)> records)
    {
    }

    public override IReadOnlyCollection<AwaitedRecord> ReadAwaited(string platform, IReadOnlyCollection<long> holders) => [];

    public override IReadOnlyCollection<KeyValuePair<long, string>> Release(AwaitedRecord awaited, int most) => [];

    public override IReadOnlyList<int> TakeSlots(string platform, int most) => [];

    public override IReadOnlyCollection<InterruptedRow> EndOpenAttempts(string platform, IReadOnlyCollection<int> slots, long now, long? next) => [];

    public override IReadOnlyList<Guid> FindStuck(StuckQuery query) => [];

    public override IReadOnlyList<Guid> AsJudged(IReadOnlyCollection<Guid> recordIds) => [];

    public override bool IsSettled(Guid recordId) => false;

    public override void MarkSettled(Guid recordId, long at)
    {
    }

    public override void Rewrite(RecordRewrite record)
    {
    }

    public override void Repoint(KeyRow key)
    {
    }

    public override bool IsUsed(byte[] nonce) => false;

    public override void Use(byte[] nonce, long signedAt, long oldest)
    {
    }

    public override bool Stop(PlatformStop stop) => true;

    public override bool IsStopped(string platform) => false;

    public override void Start(string platform)
    {
    }

    public override TaskRow? ReadTask(Guid id) => null;

    public override TaskRow? FindTask(string platform, TaskKind kind, string number) => null;

    public override bool HasTask(long caseId) => false;

    public override void Insert(TaskRow task)
    {
    }

    public override void Change(TaskRow task)
    {
    }

    public override IReadOnlyList<TaskRow> ReadUntaken(long takeBy, int most) => [];

    public override RequestRow? ReadRequest(string no) => null;

    public override RequestRow? FindRequest(byte[] digest) => null;

    public override void Insert(RequestRow request)
    {
    }

    public override void Change(RequestRow request)
    {
    }

    public override IReadOnlyList<RequestActRow> ReadActs(string requestNo) => [];

    public override void Insert(RequestActRow act)
    {
    }

    public override void Insert(RequestPackageRow package)
    {
    }

    public override void Hurry(string platform, int slot, long now)
    {
    }

    public override void Dispose()
    {
    }
}
