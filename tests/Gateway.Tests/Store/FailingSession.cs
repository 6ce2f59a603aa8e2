using ServiceHall.Gateway.Store;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Tests.Store;

/// <summary>A store in memory that fails whenever a record of that department would be written. Nothing but whole transactions is ever in it.</summary>
internal sealed class FailingSession(string poisonous) : StoreSession
{
    private readonly List<RecordRow> _pending = [];
    private readonly List<RecordRow> _durable = [];
    private readonly Dictionary<string, long> _pendingCounts = [];

    /// <summary>What was committed.</summary>
    public IReadOnlyList<RecordRow> Durable => _durable;

    public Dictionary<string, long> Counts { get; } = [];

    public int Commits { get; private set; }

    public int Rollbacks { get; private set; }

    public bool FailsToCommitOnce { get; set; }

    /// <summary>What happens at the moment of a commit: from then on others may read it.</summary>
    public Action Committing { get; init; } = () => { };

    public override void Begin() => Clear();

    public override void Commit()
    {
        Committing();
        if (FailsToCommitOnce)
        {
            FailsToCommitOnce = false;
            throw new IOException("The disk is full, for once.");
        }

        Commits++;
        _durable.AddRange(_pending);
        foreach (var (name, by) in _pendingCounts)
        {
            Counts[name] = Counts.GetValueOrDefault(name) + by;
        }

        Clear();
    }

    public override void Rollback()
    {
        Rollbacks++;
        Clear();
    }

    public override void Insert(IReadOnlyCollection<RecordRow> records)
    {
        _pending.AddRange(records);
        if (records.Any(record => record.Department == poisonous))
        {
            throw new InvalidDataException("This record can't be written.");
        }
    }

    public override void Count(IReadOnlyCollection<UnmappedRow> unmapped)
    {
    }

    public override void Count(IReadOnlyDictionary<string, long> changes)
    {
        foreach (var (name, by) in changes)
        {
            _pendingCounts[name] = _pendingCounts.GetValueOrDefault(name) + by;
        }
    }

    public override void Idle()
    {
    }

    public override IdBlock TakeCaseIds() => IdBlock.From(1);

    public override IdBlock TakeAttemptIds() => IdBlock.From(1);

    public override IEnumerable<KeyRow> ReadKeys(IReadOnlyCollection<(string Department, string Key)> keys) => [];

    public override IEnumerable<NumberRow> ReadNumbers(IReadOnlyCollection<(string Value, string Issuer)> numbers) => [];

    public override IEnumerable<CaseRow> ReadCases(IReadOnlyCollection<long> ids) => [];

    public override RecordRow? ReadRecord(Guid id) => _durable.Find(record => record.Id == id);

    public override long ConfigId(string fingerprint, long now) => 1;

    public override void Insert(IReadOnlyCollection<KeyRow> keys)
    {
    }

    public override void Insert(IReadOnlyCollection<TraceRow> traces)
    {
    }

    public override void Upsert(IReadOnlyCollection<CaseRow> cases)
    {
    }

    public override void Insert(IReadOnlyCollection<NumberRow> numbers)
    {
    }

    public override void Upsert(IReadOnlyCollection<DeliveryRow> deliveries)
    {
    }

    public override void Insert(IReadOnlyCollection<AttemptRow> attempts)
    {
    }

    public override void End(IReadOnlyCollection<AttemptEnd> attempts)
    {
    }

    public override void MarkChanges(long now, long since, long expired)
    {
    }

    public override void Insert(IReadOnlyCollection<JournalRow> journal)
    {
    }

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

    private void Clear()
    {
        _pending.Clear();
        _pendingCounts.Clear();
    }
}
