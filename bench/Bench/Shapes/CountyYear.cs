using System.Globalization;
using System.Security.Cryptography;
using ServiceHall.Bench.Rows;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Bench.Shapes;

/// <summary>
/// Rows of a county with 30 departments, one after another for as long as wanted: three new cases for every five steps, a step for any of the 20,000
/// cases begun last. Lengths are those of sealed bodies and documents that the gateway makes; what is in them is random bytes. The same every time.
/// </summary>
internal sealed class CountyYear(IReadOnlyList<RowSet> measured)
{
    private const int Departments = 30;
    private const int OpenCases = 20_000;

    // What a delivery looks like once it was taken.
    private const string TakenRows = """[{"table":"UP_ACCEPT","rowGuid":"00000000000000000000000000000000","operation":"insert","digest":"00000000000000000000000000000000","state":"taken","receiptNo":"R20260615000000000000"}]""";

    private readonly Random _random = new(20260615);
    private readonly byte[] _accepted = Bytes(measured, "case.accepted");
    private readonly byte[] _step = Bytes(measured, "case.step");
    private readonly byte[][] _documents = [.. Enumerable.Range(1, 12).Select(events => RandomNumberGenerator.GetBytes(DocumentLength(measured, events)))];
    private readonly int[] _events = new int[OpenCases];
    private long _records;

    /// <summary>Cases begun so far; their ids are 1 to this.</summary>
    public long Cases { get; private set; }

    /// <summary>Whether what is made now was delivered already.</summary>
    public bool Delivered { get; set; } = true;

    public static (string Value, string Issuer) NumberOf(long @case) => (string.Create(CultureInfo.InvariantCulture, $"{Department(@case)}-2026-{@case / Departments:D7}"), Department(@case));

    public static (string Department, string Key) KeyOf(long @case, int number) => (Department(@case), $"{NumberOf(@case).Value}/{(number == 1 ? "accepted" : $"step-{number - 1}")}");

    public Event Next()
    {
        var isNew = Cases < 3 || _records % 8 is 0 or 3 or 6;
        var @case = isNew ? ++Cases : Math.Max(1, Cases - _random.Next((int)Math.Min(Cases, OpenCases)));
        ref var events = ref _events[@case % OpenCases];
        events = isNew ? 1 : events + 1;
        return Of(@case, events, ++_records);
    }

    private Event Of(long @case, int number, long record)
    {
        var at = 1_781_000_000_000 + (record * 20);
        var id = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(at));
        var (department, key) = KeyOf(@case, number);
        var digest = new byte[16];
        _random.NextBytes(digest);
        return new Event(
            new RecordRow(id, department, number == 1 ? "case.accepted" : "case.step", 1, @case, at, at, Verdict.Accepted, RecordState.Taken, null, 1, null, number == 1 ? _accepted : _step),
            new KeyRow(department, key, 1, id, RecordState.Taken, digest),
            new CaseRow(@case, department, "11990001990000113L4990500007000", "990001", number == 1 ? 1 : 2, at, at, _documents[Math.Min(number, _documents.Length) - 1]),
            number == 1 ? new NumberRow(NumberOf(@case).Value, department, @case) : null,
            new DeliveryRow(
                @case, Platform.OneWindow, number, id, Slots.Of(@case), Delivered ? DeliveryState.Confirmed : DeliveryState.Pending, 0, null, null, Delivered ? TakenRows : null, Delivered ? "1234567" : null),
            new JournalRow(at, "record.taken", department, @case, id, null, "taken", null, digest));
    }

    private static string Department(long @case) => string.Create(CultureInfo.InvariantCulture, $"d{@case % Departments:D2}");

    private static byte[] Bytes(IReadOnlyList<RowSet> measured, string kind) =>
        RandomNumberGenerator.GetBytes((int)measured.SelectMany(set => set.Records).Where(record => record.Kind == kind).Average(record => record.Body.Length));

    // Groups of one: the first set is an acceptance, the next one or two its steps.
    private static int DocumentLength(IReadOnlyList<RowSet> measured, int events)
    {
        var first = measured[0].Cases.Single().Document.Length;
        return first + ((measured[1].Cases.Single().Document.Length - first) * (events - 1));
    }
}
