using System.Runtime.InteropServices;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Store;

/// <summary>
/// The one connection that writes, and what it can do inside a transaction: everything in sets, so that a database across a network needs one
/// round trip where an embedded one loops. Each database has its own; what they share is above this.
/// </summary>
internal abstract class StoreSession : IDisposable
{
    private int _isLost;

    /// <summary>Told once when it is lost, on any thread.</summary>
    public Action Lost { get; set; } = () => { };

    /// <summary>Whether it can never write again: its connection is gone, and with it what kept other gateways out.</summary>
    public bool IsLost => Volatile.Read(ref _isLost) != 0;

    /// <summary>Whether this gateway has gone (<see cref="Leave"/>): it writes nothing any more, in order.</summary>
    public virtual bool HasLeft => false;

    public abstract void Begin();

    /// <summary>Makes it durable; what was acknowledged after this survives a power cut.</summary>
    public abstract void Commit();

    public abstract void Rollback();

    /// <summary>Housekeeping between transactions, after what was committed has been acknowledged.</summary>
    public abstract void Idle();

    /// <summary>Numbers for new cases that nobody else has or gets.</summary>
    public abstract IdBlock TakeCaseIds();

    /// <summary>The same for calls.</summary>
    public abstract IdBlock TakeAttemptIds();

    public abstract IEnumerable<KeyRow> ReadKeys(IReadOnlyCollection<(string Department, string Key)> keys);

    public abstract IEnumerable<NumberRow> ReadNumbers(IReadOnlyCollection<(string Value, string Issuer)> numbers);

    public abstract IEnumerable<CaseRow> ReadCases(IReadOnlyCollection<long> ids);

    public abstract RecordRow? ReadRecord(Guid id);

    /// <summary>What waits for the acceptance of these cases, by when it happened, then by receipt, then as judged.</summary>
    public abstract IEnumerable<UnplacedRow> ReadUnplaced(IReadOnlyCollection<(string Value, string Issuer)> numbers);

    public abstract long ConfigId(string fingerprint, long now);

    public abstract void Insert(IReadOnlyCollection<RecordRow> records);

    public abstract void Insert(IReadOnlyCollection<KeyRow> keys);

    /// <summary>The traces that new records came in.</summary>
    public abstract void Insert(IReadOnlyCollection<TraceRow> traces);

    /// <summary>Records judged again, and the state their keys remember.</summary>
    public abstract void Change(IReadOnlyCollection<RecordChange> records);

    public abstract void Insert(IReadOnlyCollection<UnplacedRow> unplaced);

    public abstract void Delete(IReadOnlyCollection<UnplacedRow> unplaced);

    /// <summary>What waits since before <paramref name="told"/> and was not told of, or since before <paramref name="over"/>; the oldest, at most so many.</summary>
    public abstract IEnumerable<UnplacedRow> ReadWaitingLong(long told, long over, int most);

    /// <summary>Their long wait is a finding now.</summary>
    public abstract void Tell(IReadOnlyCollection<UnplacedRow> unplaced);

    public abstract void Upsert(IReadOnlyCollection<CaseRow> cases);

    /// <summary>Numbers that are there already keep their owner.</summary>
    public abstract void Insert(IReadOnlyCollection<NumberRow> numbers);

    public abstract void Upsert(IReadOnlyCollection<DeliveryRow> deliveries);

    /// <summary>Every delivery of a subject, by platform and position.</summary>
    public abstract IEnumerable<DeliveryRow> ReadDeliveries(long subject);

    /// <summary>How these deliveries stand; one that is not there is left out.</summary>
    public abstract IEnumerable<LaneStanding> ReadStandings(IReadOnlyCollection<DeliveryKey> deliveries);

    /// <summary>Whether any lane at this platform waits for a record of another.</summary>
    public abstract bool HasAwaited(string platform);

    /// <summary>Each lane waits for one record at a time: what it waited for before is forgotten.</summary>
    public abstract void Upsert(IReadOnlyCollection<AwaitedRow> awaited);

    /// <summary>From now on it is known in whose lanes these records go, to whoever waits for them.</summary>
    public abstract void Locate(string platform, IReadOnlyCollection<(string Department, string Key, long Holder)> records);

    /// <summary>The records in the lanes of these subjects that others wait for.</summary>
    public abstract IReadOnlyCollection<AwaitedRecord> ReadAwaited(string platform, IReadOnlyCollection<long> holders);

    /// <summary>At most so many wait for this record no more. Answers who: subjects, and their departments.</summary>
    public abstract IReadOnlyCollection<KeyValuePair<long, string>> Release(AwaitedRecord awaited, int most);

    public abstract void Insert(IReadOnlyCollection<AttemptRow> attempts);

    public abstract void End(IReadOnlyCollection<AttemptEnd> attempts);

    public abstract void Insert(IReadOnlyCollection<JournalRow> journal);

    /// <summary>
    /// Notes how far the journal has come by now, unless that was noted since; the changes up to the latest place that was noted by
    /// <paramref name="expired"/> are no longer kept.
    /// </summary>
    public abstract void MarkChanges(long now, long since, long expired);

    /// <summary>Adds to the counts; the first sighting and the value of what is there already stay.</summary>
    public abstract void Count(IReadOnlyCollection<UnmappedRow> unmapped);

    public abstract void Count(IReadOnlyDictionary<string, long> changes);

    // What follows is of several gateways; by itself a session is that of one that is alone.

    /// <summary>How many gateways write to this store, this one among them.</summary>
    public virtual int CountNodes() => 1;

    /// <summary>A node whose beat is still this one is no more: it writes nothing from now on, and its slots are anybody's. False where it lives, or is gone already.</summary>
    public virtual bool Bury(long node, long beat) => false;

    /// <summary>This one goes: its slots are anybody's, and it writes nothing behind this transaction.</summary>
    public virtual void Leave()
    {
    }

    /// <summary>Takes slots of a platform that no node has, at most so many, each under a higher fence. Answers which. Alone on its store a gateway takes all.</summary>
    public abstract IReadOnlyList<int> TakeSlots(string platform, int most);

    /// <summary>Gives those slots of a platform back that no call is under way in. Answers which.</summary>
    public virtual IReadOnlyList<int> LeaveSlots(string platform, IReadOnlyCollection<int> slots) => [];

    /// <summary>Every call of a node that is no more is over and nobody knows how; in the slots that were just taken its deliveries become unknown. Answers which.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="slots">What was taken.</param>
    /// <param name="now">When they ended.</param>
    /// <param name="next">When each is looked into; null where a person does.</param>
    public abstract IReadOnlyCollection<InterruptedRow> EndOpenAttempts(string platform, IReadOnlyCollection<int> slots, long now, long? next);

    /// <summary>The ids of a page of unsettled records, in the order in which they were judged first.</summary>
    public abstract IReadOnlyList<Guid> FindStuck(StuckQuery query);

    /// <summary>Those of them that there are, in that order.</summary>
    public abstract IReadOnlyList<Guid> AsJudged(IReadOnlyCollection<Guid> recordIds);

    /// <summary>Whether an operator has discarded it.</summary>
    public abstract bool IsSettled(Guid recordId);

    public abstract void MarkSettled(Guid recordId, long at);

    public abstract void Rewrite(RecordRewrite record);

    /// <summary>A key and version mean another record from now on, with other content.</summary>
    public abstract void Repoint(KeyRow key);

    /// <summary>Whether an order has used a nonce before.</summary>
    /// <param name="nonce">The digest of its key and the nonce.</param>
    public abstract bool IsUsed(byte[] nonce);

    /// <summary>An order has used a nonce. Those of orders that were signed before <paramref name="oldest"/> are forgotten.</summary>
    public abstract void Use(byte[] nonce, long signedAt, long oldest);

    /// <summary>False where it is stopped already.</summary>
    public abstract bool Stop(PlatformStop stop);

    public abstract bool IsStopped(string platform);

    /// <summary>It runs again, or ran all the time.</summary>
    public abstract void Start(string platform);

    public abstract TaskRow? ReadTask(Guid id);

    /// <summary>The task that a platform knows by this number.</summary>
    public abstract TaskRow? FindTask(string platform, TaskKind kind, string number);

    /// <summary>Whether a task has become this case.</summary>
    public abstract bool HasTask(long caseId);

    public abstract void Insert(TaskRow task);

    /// <summary>Its state, the department's number, its case, and what was said last.</summary>
    public abstract void Change(TaskRow task);

    /// <summary>Tasks that should have been taken before then, at most so many.</summary>
    public abstract IReadOnlyList<TaskRow> ReadUntaken(long takeBy, int most);

    /// <summary>A cross-region request by its number; null where there is none.</summary>
    public abstract RequestRow? ReadRequest(string no);

    /// <summary>The latest request that began with just this.</summary>
    public abstract RequestRow? FindRequest(byte[] digest);

    public abstract void Insert(RequestRow request);

    /// <summary>Its owner, its state, how many packages there are and were taken, and why it does not go on.</summary>
    public abstract void Change(RequestRow request);

    /// <summary>All acts of a request, in no order.</summary>
    public abstract IReadOnlyList<RequestActRow> ReadActs(string requestNo);

    public abstract void Insert(RequestActRow act);

    public abstract void Insert(RequestPackageRow package);

    /// <summary>What waits for a later moment in this slot waits no longer.</summary>
    public abstract void Hurry(string platform, int slot, long now);

    public abstract void Dispose();

    protected void Lose()
    {
        if (Interlocked.Exchange(ref _isLost, 1) == 0)
        {
            Lost();
        }
    }
}

/// <summary>Numbers in a row, the first and the last among them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IdBlock(long First, long Last)
{
    /// <summary>All from this one on: whoever has it shares with nobody.</summary>
    public static IdBlock From(long first) => new(first, long.MaxValue);
}
