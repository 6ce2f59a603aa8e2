using System.Runtime.InteropServices;
using System.Text.Json;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Store;

/// <summary>
/// One transaction in the making: what its works need is read in sets, what they change is seen by those behind them and written in sets.
/// </summary>
internal sealed class WriteGroup(StoreSession session, Sealer sealer, CaseCache cache)
{
    // From so many changed cases on, another thread helps to seal them.
    private const int ManyCases = 8;

    private readonly HashSet<(string Department, string Key)> _keysNeeded = [];
    private readonly HashSet<(string Value, string Issuer)> _numbersNeeded = [];
    private readonly Dictionary<(string Department, string Key), List<KeyRow>> _keys = [];
    private readonly Dictionary<(string Value, string Issuer), long> _numbers = [];
    private readonly Dictionary<long, Case> _cases = [];
    private readonly Dictionary<Guid, RecordRow> _records = [];
    private readonly Dictionary<(string CaseNo, string Department), List<UnplacedRow>> _unplaced = [];
    private readonly List<KeyRow> _newKeys = [];
    private readonly List<TraceRow> _traces = [];
    private readonly List<RecordChange> _recordChanges = [];
    private readonly List<UnplacedRow> _newUnplaced = [];
    private readonly List<UnplacedRow> _placed = [];
    private readonly List<UnplacedRow> _told = [];
    private readonly HashSet<Guid> _placedNow = [];
    private readonly List<NumberRow> _newNumbers = [];
    private readonly Dictionary<long, Func<Case, CaseRow>> _changedCases = [];
    private readonly Dictionary<DeliveryKey, DeliveryRow> _deliveries = [];
    private readonly HashSet<(long Subject, string Platform)> _changedLanes = [];
    private readonly HashSet<DeliveryKey> _standingsNeeded = [];
    private readonly Dictionary<DeliveryKey, LaneStanding> _standings = [];
    private readonly List<AttemptRow> _attempts = [];
    private readonly List<AttemptEnd> _ends = [];
    private readonly List<JournalRow> _journal = [];
    private readonly List<UnmappedRow> _unmapped = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private AwaitedRecords? _awaited;
    private bool _manyLanesChanged;
    private IDisposable[] _changing = [];

    /// <summary>Records that are kept from this group on.</summary>
    public IReadOnlyCollection<RecordRow> NewRecords => _records.Values;

    /// <summary>The session itself, for what no set covers.</summary>
    public StoreSession Session => session;

    /// <summary>The time that the journal was told last; what the store itself tells bears it.</summary>
    public long At { get; set; }

    /// <summary>Lanes that wait for a record of another.</summary>
    public AwaitedRecords Awaited => _awaited ??= new AwaitedRecords(session, this);

    public void NeedKey(string department, string key) => _keysNeeded.Add((department, key));

    public void NeedNumber(string value, string issuer) => _numbersNeeded.Add((value, issuer));

    public void NeedStanding(DeliveryRow read) => _standingsNeeded.Add(read.Key);

    /// <summary>Reads all that was declared.</summary>
    public void Load()
    {
        foreach (var standing in session.ReadStandings(_standingsNeeded))
        {
            _standings[standing.Delivery] = standing;
        }

        foreach (var row in session.ReadKeys(_keysNeeded))
        {
            KeysOf(row.Department, row.Key).Add(row);
        }

        foreach (var row in session.ReadNumbers(_numbersNeeded))
        {
            _numbers[(row.Value, row.Issuer)] = row.CaseId;
        }

        List<long> missing = [];
        foreach (var id in _numbers.Values.Distinct())
        {
            if (cache.Find(id) is { } cached)
            {
                _cases[id] = cached;
            }
            else
            {
                missing.Add(id);
            }
        }

        foreach (var row in session.ReadCases(missing))
        {
            _cases[row.Id] = CaseDocument.Open(sealer, row.Id, row.Document);
        }

        // Only a case that is not accepted yet can have somebody waiting.
        var notAccepted = _numbersNeeded.Where(number => CaseOf(number.Value, number.Issuer)?.Facts.Acceptance is null).ToList();
        foreach (var row in session.ReadUnplaced(notAccepted))
        {
            Unplaced(row.CaseNo, row.Department).Add(row);
        }
    }

    /// <summary>What has no place in this case yet, by when it happened, then by receipt.</summary>
    public List<UnplacedRow> Unplaced(string caseNo, string department)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_unplaced, (caseNo, department), out _);
        return rows ??= [];
    }

    public void Add(UnplacedRow row)
    {
        Unplaced(row.CaseNo, row.Department).Add(row);
        _newUnplaced.Add(row);
    }

    /// <summary>Whether it found its place in this very group, which the database does not know yet.</summary>
    public bool IsPlaced(Guid recordId) => _placedNow.Contains(recordId);

    /// <summary>It found its place, or is no longer waited for.</summary>
    public void Place(UnplacedRow row)
    {
        _placedNow.Add(row.RecordId);
        Unplaced(row.CaseNo, row.Department).Remove(row);
        if (!_newUnplaced.Remove(row))
        {
            _placed.Add(row);
        }
    }

    /// <summary>Its long wait is a finding now.</summary>
    public void Tell(UnplacedRow row) => _told.Add(row);

    /// <summary>A record that was judged again.</summary>
    public void Change(RecordChange change)
    {
        _recordChanges.Add(change);
        if (_keys.TryGetValue((change.Department, change.Key), out var keys) && keys.FindIndex(key => key.RecordId == change.Id) is >= 0 and var at)
        {
            keys[at] = keys[at] with { State = change.To };
        }

        Count($"record.{change.From.Word()}", -1);
        Count($"record.{change.To.Word()}", 1);
    }

    /// <summary>A higher version has taken the place of this record; what was said of it stays.</summary>
    public void Supersede(RecordRow record, string key, RecordState from) => Change(new RecordChange(
        record.Id, record.Department, key, record.Version, record.CaseId, record.Verdict, from, RecordState.Superseded, record.Rule, record.ConfigId, record.Findings));

    /// <summary>Every version known under a key; read now where it was not declared.</summary>
    public List<KeyRow> Known(string department, string key)
    {
        if (_keysNeeded.Add((department, key)))
        {
            KeysOf(department, key).AddRange(session.ReadKeys([(department, key)]).Select(Changed));
        }

        return KeysOf(department, key);
    }

    /// <summary>A key and version that mean another record from now on.</summary>
    public void Repoint(KeyRow key)
    {
        session.Repoint(key);
        var keys = Known(key.Department, key.Key);
        keys[keys.FindIndex(one => one.Version == key.Version)] = key;
    }

    private KeyRow Changed(KeyRow row) => _recordChanges.FindLast(change => change.Id == row.RecordId) is { } now ? row with { State = now.To } : row;

    private List<KeyRow> KeysOf(string department, string key)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, (department, key), out _);
        return rows ??= [];
    }

    /// <summary>The case of a number, or null.</summary>
    public Case? CaseOf(string value, string issuer) => _numbers.TryGetValue((value, issuer), out var id) ? _cases[id] : null;

    /// <summary>A record, of this group or before it.</summary>
    public RecordRow Record(Guid id)
    {
        var row = _records.GetValueOrDefault(id) ?? session.ReadRecord(id)!;
        return _recordChanges.FindLast(change => change.Id == id) is { } now
            ? row with { CaseId = now.CaseId, Verdict = now.Verdict, State = now.To, Rule = now.Rule, ConfigId = now.ConfigId, Findings = now.Findings }
            : row;
    }

    public void Add(RecordRow record)
    {
        _records.Add(record.Id, record);
        Count($"record.{record.State.Word()}", 1);
    }

    public void Add(KeyRow key)
    {
        KeysOf(key.Department, key.Key).Add(key);
        _newKeys.Add(key);
    }

    public void Add(TraceRow trace) => _traces.Add(trace);

    public void Add(NumberRow number)
    {
        _numbers.TryAdd((number.Value, number.Issuer), number.CaseId);
        _newNumbers.Add(number);
    }

    /// <summary>A number of a case that this group does not judge.</summary>
    public void AddForeign(NumberRow number) => _newNumbers.Add(number);

    /// <summary>A case as it is from now on; written once, however many of the group's records changed it.</summary>
    public void Put(Case @case, Func<Case, CaseRow> row)
    {
        _cases[@case.Id] = @case;
        _changedCases[@case.Id] = row;
    }

    /// <summary>A delivery as it is from now on; <paramref name="before"/> is its state until now, null for a new one.</summary>
    public void Put(DeliveryRow delivery, DeliveryState? before)
    {
        _deliveries[delivery.Key] = delivery;
        _changedLanes.Add((delivery.Subject, delivery.Platform));
        CountDelivery(delivery.Platform, before, delivery.State);
    }

    /// <summary>Every delivery of a subject as it is by now, by platform and position.</summary>
    public List<DeliveryRow> DeliveriesOf(long subject)
    {
        var rows = session.ReadDeliveries(subject).ToDictionary(row => row.Key);
        foreach (var row in _deliveries.Values.Where(row => row.Subject == subject))
        {
            rows[row.Key] = row;
        }

        return [.. rows.Values.OrderBy(row => row.Platform, StringComparer.Ordinal).ThenBy(row => row.Position)];
    }

    /// <summary>
    /// Whether a delivery and what goes before it in its lane are as they were read (it was declared): nothing was corrected meanwhile, and no
    /// operator changed it, nor has another gateway sent it.
    /// </summary>
    public bool Stands(DeliveryRow read, int upTo) =>
        !_changedLanes.Contains((read.Subject, read.Platform)) && _standings.GetValueOrDefault(read.Key) is { } standing && standing.State == read.State && standing.UpTo == upTo && standing.Attempts == read.Attempts;

    public void Add(AttemptRow attempt) => _attempts.Add(attempt);

    public void Add(AttemptEnd end) => _ends.Add(end);

    public void Add(JournalRow row)
    {
        _journal.Add(row);
        At = row.At;
    }

    /// <summary>Whether anything in it is told by the journal.</summary>
    public bool IsJournalled => _journal.Count > 0;

    /// <summary>Values that no code table covered.</summary>
    public void Add(IReadOnlyList<UnmappedRow> unmapped) => _unmapped.AddRange(unmapped);

    public void Count(string name, long by)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, name, out _);
        count += by;
    }

    /// <summary>Writes all changes.</summary>
    public void Flush()
    {
        Awaited.Flush(_deliveries.Values, TakenRecords);
        TellOfReleased();
        var cases = MakeCaseRows();
        session.Insert(_records.Values);
        session.Insert(_newKeys);
        session.Insert(_traces);
        session.Change(_recordChanges);
        session.Delete(_placed);
        session.Insert(_newUnplaced);
        session.Tell(_told);
        session.Upsert([.. cases.Reverse().Select(one => one.Value)]);
        session.Insert(_newNumbers);
        session.Upsert(_deliveries.Values);
        session.Insert(_attempts);
        session.End(_ends);
        session.Insert(_journal);
        session.Count(_unmapped);
        session.Count(_counts);
    }

    /// <inheritdoc cref="StoreSession.Hurry"/>
    public void Hurry(string platform, int slot, long now)
    {
        _manyLanesChanged = true;
        session.Hurry(platform, slot, now);
    }

    /// <inheritdoc cref="StoreSession.EndOpenAttempts"/>
    public IReadOnlyCollection<InterruptedRow> EndOpenAttempts(string platform, IReadOnlyCollection<int> slots, long now, long? next)
    {
        _manyLanesChanged = true;
        return session.EndOpenAttempts(platform, slots, now, next);
    }

    /// <summary>Takes what it changes out of what is remembered, right before the commit: from then on a reader may see the change.</summary>
    public void Forget()
    {
        _changing =
        [
            _manyLanesChanged ? cache.Lanes.ChangeAll() : cache.Lanes.Change(_changedLanes.Select(lane => lane.Subject)),
            cache.Numbers.Change(_newNumbers.Select(number => CaseCache.OfNumber(number.Value))),
        ];
        foreach (var id in _changedCases.Keys)
        {
            cache.Remove(id);
        }
    }

    /// <summary>The cases as they are now known to be durable.</summary>
    public void Remember()
    {
        foreach (var id in _changedCases.Keys)
        {
            cache.Put(_cases[id]);
        }
    }

    /// <summary>The commit is done or has failed: what is read from now on stands.</summary>
    public void Settle() => Array.ForEach(_changing, changing => changing.Dispose());

    // A lane that may go on may be another node's, which hears of it by the journal.
    private void TellOfReleased()
    {
        if (cache.IsShared && Awaited.Released.Count > 0)
        {
            _journal.AddRange(Awaited.Released.Select(lane => new JournalRow(At, "lane.released", lane.Value, lane.Key, null, null, null, null, null)));
        }
    }

    // Sealing a case needs no database: another thread begins at one end while this one writes all the rest and then comes from the other. A fault
    // is met again by whoever asks for the row.
    private Lazy<CaseRow>[] MakeCaseRows()
    {
        Lazy<CaseRow>[] rows = [.. _changedCases.Select(changed => (Row: changed.Value, Case: _cases[changed.Key])).Select(one => new Lazy<CaseRow>(() => one.Row(one.Case)))];
        if (rows.Length >= ManyCases)
        {
            _ = Task.Run(() => Array.ForEach(rows, row => _ = row.Value));
        }

        return rows;
    }

    private List<(string Department, string Key, long Subject)> TakenRecords()
    {
        var born = _newKeys.Where(key => key.State == RecordState.Taken).Select(key => (key.Department, key.Key, Subject: _records[key.RecordId].CaseId));
        var judgedAgain = _recordChanges.Where(change => change.To == RecordState.Taken).Select(change => (change.Department, change.Key, Subject: change.CaseId));
        return [.. born.Concat(judgedAgain).Where(one => one.Subject is not null).Select(one => (one.Department, one.Key, one.Subject!.Value))];
    }

    private void CountDelivery(string platform, DeliveryState? before, DeliveryState after)
    {
        if (before is { } state)
        {
            Count($"delivery.{platform}.{state.Word()}", -1);
        }

        Count($"delivery.{platform}.{after.Word()}", 1);
    }
}

/// <summary>The sealed document of a case.</summary>
internal static class CaseDocument
{
    // Chinese as it is: half the bytes of its escapes.
    private static readonly CaseJson Readable = new(new JsonSerializerOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    });

    public static byte[] Seal(Sealer sealer, Case @case) => sealer.Seal(JsonSerializer.SerializeToUtf8Bytes(@case, Readable.Case), BitConverter.GetBytes(@case.Id));

    public static Case Open(Sealer sealer, long id, byte[] document) => JsonSerializer.Deserialize(sealer.Open(document, BitConverter.GetBytes(id)), CaseJson.Default.Case)!;
}
