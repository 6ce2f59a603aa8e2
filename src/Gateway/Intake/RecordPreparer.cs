using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake;

/// <summary>Decodes, maps, checks and seals records; runs in parallel, touches no store.</summary>
internal sealed class RecordPreparer(HallRules rules, Sealer sealer, HallClock clock, TimeProvider machine)
{
    private static readonly string[] ContentMembers = ["kind", "caseNo", "occurredAt", "data"];
    private static readonly string[] OfMapping = [RuleBook.FieldRequired.Id, RuleBook.FieldType.Id, RuleBook.CodeUnknown.Id];
    private readonly StatelessRules _stateless = new(rules);

    /// <summary>Prepares a canonical record of <c>POST /v1/records</c>.</summary>
    public PreparedRecord Prepare(JsonElement record, Caller caller, Configuration configuration)
    {
        var findings = new List<Finding>();
        var department = DepartmentOf(record, caller, findings);
        return department is null
            ? NotKept(record, findings, configuration)
            : Read(record, department, findings, Content(record), configuration, () => BodyFile.Write(record, source: null));
    }

    /// <summary>Prepares a canonical record that the gateway makes itself of what a department does to a task.</summary>
    public PreparedRecord Prepare(JsonElement record, string department, Configuration configuration) =>
        Read(record, department, [], Content(record), configuration, () => BodyFile.Write(record, source: null));

    /// <summary>Maps and prepares one record of a department's own format.</summary>
    public PreparedRecord Prepare(SourceNode source, ReadOnlyMemory<byte> sent, string adapter, Caller caller, Configuration configuration)
    {
        var mapped = configuration.Departments.Find(adapter)!.Map(source, clock.Now);
        using var canonical = JsonDocument.Parse(mapped.Canonical);
        var findings = new List<Finding>(mapped.Findings);
        if (mapped.Department is null)
        {
            findings.Add(Finding.Of(RuleBook.FieldRequired, "department"));
            return NotKept(canonical.RootElement, findings, configuration);
        }

        if (!caller.MaySpeakFor(mapped.Department))
        {
            return NotKept(canonical.RootElement, [Finding.Of(RuleBook.CallerNotYours, "department")], configuration);
        }

        return Read(canonical.RootElement, mapped.Department, findings, mapped.Content, configuration, () => BodyFile.Write(canonical.RootElement, sent)) with
        {
            Adapter = adapter,
            Unmapped = [.. mapped.Unmapped.Select(one => UnmappedValue.Seal(sealer, adapter, one.Table, one.Value, clock.Now))],
        };
    }

    /// <summary>Reads a stored record again, as it was received, for another judgement.</summary>
    public (Record Record, List<Finding> Findings) ReadAgain(RecordRow row)
    {
        using var canonical = BodyFile.Canonical(sealer.Open(row.Body, row.Id.ToByteArray()));
        var read = RecordReader.Read(canonical.RootElement, row.Department, DateTimeOffset.FromUnixTimeMilliseconds(row.Received));
        TextRules.Check(canonical.RootElement, read.Findings);
        _stateless.Check(read.Record!, read.Findings);

        // What only the mapping could see is not in the canonical record.
        read.Findings.AddRange(FindingsFile.Open(sealer, row.Id, row.Findings).Where(finding => OfMapping.Contains(finding.Rule)).Select(finding => new Finding(RuleBook.Get(finding.Rule), finding.Field, finding.Message)));
        return (read.Record!, read.Findings);
    }

    /// <summary>Maps a stored record's own bytes again and reads it, as of its receipt; null where it would become another record by it.</summary>
    public (Record Record, List<Finding> Findings, byte[] Body)? MapAgain(RecordRow row, Record stored, DepartmentMapping mapping)
    {
        var source = BodyFile.Source(sealer.Open(row.Body, row.Id.ToByteArray()));
        var receivedAt = HallTime.InHall(stored.ReceivedAt);
        var mapped = Map(source, mapping, receivedAt);
        using var canonical = JsonDocument.Parse(mapped.Canonical);
        var read = RecordReader.Read(canonical.RootElement, row.Department, receivedAt);

        // Key and version are what the department repeats it by: they are remembered for ever.
        if (mapped.Department != row.Department || read.Record is not { } record || record.Key != stored.Key || record.Version != stored.Version)
        {
            return null;
        }

        List<Finding> findings = [.. mapped.Findings, .. read.Findings];
        TextRules.Check(canonical.RootElement, findings);
        _stateless.Check(record, findings);
        return (record, findings, BodyFile.Write(canonical.RootElement, source));
    }

    /// <summary>The keyed digest of what a stored record says, as it would be made of it today.</summary>
    public byte[] DigestAgain(RecordRow row, DepartmentMapping? mapping)
    {
        var body = sealer.Open(row.Body, row.Id.ToByteArray());
        using var canonical = BodyFile.Canonical(body);
        var content = mapping is null ? Content(canonical.RootElement) : Map(BodyFile.Source(body), mapping, clock.Now).Content;
        return sealer.Digest("content", content);
    }

    private static MappedRecord Map(ReadOnlyMemory<byte> source, DepartmentMapping mapping, DateTimeOffset receivedAt)
    {
        using var sent = StrictJson.Parse(source);
        return mapping.Map(SourceNode.Of(sent.RootElement), receivedAt);
    }

    private PreparedRecord Read(JsonElement canonical, string department, List<Finding> findings, byte[] content, Configuration configuration, Func<byte[]> body)
    {
        var read = RecordReader.Read(canonical, department, clock.Now);
        if (read.Record is not { } record)
        {
            return new PreparedRecord { Key = read.Key, Findings = [.. read.Findings], Configuration = configuration, NotKept = JsonMarshal.GetRawUtf8Value(canonical).ToArray() };
        }

        findings.AddRange(read.Findings);
        TextRules.Check(canonical, findings);
        _stateless.Check(record, findings);
        var id = Guid.CreateVersion7(machine.GetUtcNow());
        return new PreparedRecord
        {
            Key = record.Key,
            Record = record,
            Findings = findings,
            Configuration = configuration,
            Id = id,
            Digest = sealer.Digest("content", content),
            SealedBody = sealer.Seal(body(), id.ToByteArray()),
        };
    }

    private static PreparedRecord NotKept(JsonElement record, IReadOnlyList<Finding> findings, Configuration configuration) => new()
    {
        Key = JsonText.Find(record, "key") is { ValueKind: JsonValueKind.String } key ? JsonText.Of(key) : null,
        Findings = findings,
        Configuration = configuration,
        NotKept = JsonMarshal.GetRawUtf8Value(record).ToArray(),
    };

    private static string? DepartmentOf(JsonElement record, Caller caller, List<Finding> findings)
    {
        if (JsonText.Find(record, "department") is { ValueKind: not JsonValueKind.Null } named)
        {
            if (named.ValueKind == JsonValueKind.String && caller.MaySpeakFor(JsonText.Of(named)))
            {
                return JsonText.Of(named);
            }

            findings.Add(Finding.Of(RuleBook.CallerNotYours, "department"));
            return null;
        }

        if (caller.Departments is [var only])
        {
            return only;
        }

        findings.Add(Finding.Of(RuleBook.FieldRequired, "department"));
        return null;
    }

    // Key and version say which record it is; these say what it says.
    private static byte[] Content(JsonElement record)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var members = record.EnumerateObject()
            .Select(member => (Name: JsonText.NameOf(member), member.Value))
            .Where(member => ContentMembers.Contains(member.Name, StringComparer.Ordinal) || (member.Name == "deleted" && member.Value.ValueKind != JsonValueKind.False));
        CanonicalJson.WriteObject(members, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
