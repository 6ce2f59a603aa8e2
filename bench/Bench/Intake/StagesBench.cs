using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Bench.Load;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Rows;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Sqlite;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Bench.Intake;

/// <summary>What each stage of intake costs a record, on one thread: each runs over all records by itself, so that its time is its own.</summary>
internal sealed class StagesBench(BenchHall hall, int count)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };
    private static readonly string[] ContentMembers = ["kind", "caseNo", "occurredAt", "data"];

    private readonly Dictionary<string, List<double>> _micros = [];
    private readonly Sealer _sealer = hall.Services.GetRequiredService<Sealer>();
    private readonly HallRules _rules = hall.Services.GetRequiredService<HallRules>();
    private readonly RecordPreparer _preparer = hall.Services.GetRequiredService<RecordPreparer>();
    private readonly Hall _hall = hall.Services.GetRequiredService<Hall>();

    public static async Task RunAsync(Options options)
    {
        Console.WriteLine($"stages of intake: {Machine.Describe()}");
        Console.WriteLine($"medians of {options.Rounds} rounds after one to warm up, {options.Records} records, one thread; before: {Machine.Load()}");
        await using var hall = BenchHall.Make(deliveries: true);
        var bench = new StagesBench(hall, options.Records);
        for (var round = 0; round <= options.Rounds; round++)
        {
            bench.Round();
            if (round == 0)
            {
                bench._micros.Clear();
            }
        }

        var table = new Table("stage", "µs/record", "lowest-highest");
        foreach (var (stage, micros) in bench._micros)
        {
            table.Add(stage, Figures.Fine(micros.Median()), $"{Figures.Fine(micros.Min())}-{Figures.Fine(micros.Max())}");
        }

        table.Print();
        Console.WriteLine($"after: {Machine.Load()}");
    }

    private void Round()
    {
        var county = new CountyRecords("stages");
        var bodies = Enumerable.Range(0, count).Select(_ => county.Push(1)).ToArray();
        Signatures(bodies);
        var documents = bodies.Select(body => JsonDocument.Parse(body, Strict)).ToArray();
        Reading(bodies, documents);
        var prepared = Preparing(documents);
        foreach (var group in (int[])[1, 32, 512])
        {
            Writing(group == 1 ? prepared[..(count / 10)] : prepared, group);
        }

        Judging(prepared);
        Array.ForEach(documents, document => document.Dispose());
    }

    private void Signatures(byte[][] bodies)
    {
        var contexts = bodies.Select(Context).ToArray();
        var calls = new SignedCalls(hall.Services.GetRequiredService<GatewaySettings>(), TimeProvider.System);
        Each("signature: headers, SHA-256, HMAC, nonce", bodies.Length, i =>
        {
            if (calls.CheckHeaders(contexts[i].Request.Headers) is not null || calls.Check(contexts[i].Request, "/v1/records", SignedCalls.Digest(bodies[i])).Caller is null)
            {
                throw new InvalidOperationException("A signature was refused.");
            }
        });
    }

    private static DefaultHttpContext Context(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        var head = Encoding.ASCII.GetString(SignedCall.Push(new Uri("http://localhost"), BenchHall.Department, body).AsSpan()[..^body.Length]);
        foreach (var line in head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            context.Request.Headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..];
        }

        return context;
    }

    private void Reading(byte[][] bodies, JsonDocument[] documents)
    {
        var now = _hall.Clock.Now;
        Each("UTF-8 check, strict JSON parse", count, i =>
        {
            _ = Utf8.IsValid(bodies[i]);
            JsonDocument.Parse(bodies[i], Strict).Dispose();
        });
        var read = new ReadRecord[count];
        Each("RecordReader", count, i => read[i] = RecordReader.Read(One(documents[i]), BenchHall.Department, now));
        var stateless = new StatelessRules(_rules);
        Each("TextRules and StatelessRules", count, i =>
        {
            var findings = new List<Finding>();
            TextRules.Check(One(documents[i]), findings);
            stateless.Check(read[i].Record!, findings);
        });
        var content = new byte[count][];
        Each("CanonicalJson of the content", count, i => content[i] = Content(One(documents[i])));
        Each("keyed digest of the content", count, i => _sealer.Digest("content", content[i]));
        Each("body copied and sealed", count, i => _sealer.Seal(BodyFile.Write(One(documents[i]), source: null), Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToByteArray()));
    }

    private PreparedRecord[] Preparing(JsonDocument[] documents)
    {
        var prepared = new PreparedRecord[count];
        Each("= RecordPreparer, all of the five above", count, i => prepared[i] = _preparer.Prepare(One(documents[i]), hall.Caller, _hall.Current));
        return prepared;
    }

    // The writer's thread as it is in service: a fresh file, real reads, real commits.
    private void Writing(PreparedRecord[] prepared, int size)
    {
        var folder = Directory.CreateTempSubdirectory("servicehall-bench-").FullName;
        using (var database = SqliteDatabase.Open(Path.Combine(folder, "stages.db")))
        using (var session = database.OpenWriter())
        {
            session.ConfigId("bench", 0);
            var watch = new GroupWatch();
            var cache = new CaseCache();
            var groups = prepared.Chunk(size).ToList();
            foreach (var chunk in groups)
            {
                // As they come over HTTP: a work a call.
                watch.Write(session, new WriteGroup(session, _sealer, cache), [.. chunk.Select(one => new IntakeWork([one], _hall, _preparer))]);
            }

            foreach (var (stage, seconds) in watch.Seconds)
            {
                Note($"writer, groups of {size}: {stage}", seconds, prepared.Length);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private void Judging(PreparedRecord[] prepared)
    {
        var judge = new Judge(_rules);
        var cases = new Dictionary<string, Case>(StringComparer.Ordinal);
        var taken = new Case[count];
        Each("of apply: Judge.Decide", count, i =>
        {
            var record = prepared[i].Record!;
            taken[i] = judge.Decide(record, prepared[i].Findings, prepared[i].Id, null, cases.GetValueOrDefault(record.CaseNo!), () => _hall.NewCase(record.Department, record.CaseNo!, record.ReceivedAt)).Case!;
            cases[record.CaseNo!] = taken[i];
        });
        Each("of apply: facts and clock of the case", count, i => CaseClock.Read(CaseFacts.Of(taken[i].Events), taken[i].Matter?.Promised, _rules.Calendar, _hall.Clock.Now));
        var documents = new byte[count][];
        Each("of apply: case document serialised", count, i => documents[i] = JsonSerializer.SerializeToUtf8Bytes(taken[i], CaseJson.Default.Case));
        Each("of apply: case document sealed", count, i => _sealer.Seal(documents[i], BitConverter.GetBytes(taken[i].Id)));
        var platform = hall.Services.GetRequiredService<Platforms>().Enabled[0];
        Each("of apply: what the platform is to be told", count, i => platform.Plan(taken[i], taken[i].Events[^1]));
        var result = new RecordResult { Key = "MZ-stages-000000/accepted", Verdict = Verdict.Accepted, RecordId = Guid.NewGuid(), GatewayCaseNo = taken[0].GatewayNo };
        Each("answer written", count, _ => Json.Bytes(result.Write));
        _micros["(bytes of a case document, not µs)"] = [documents.Average(document => document.Length)];
        _micros["(bytes of it without escaped characters)"] = [taken.Average(one => JsonSerializer.SerializeToUtf8Bytes(one, Unescaped).Length)];
    }

    private static JsonSerializerOptions Unescaped { get; } = new(CaseJson.Default.Options) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonElement One(JsonDocument document) => document.RootElement.GetProperty("records"u8)[0];

    // As RecordPreparer has it.
    private static byte[] Content(JsonElement record)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        CanonicalJson.WriteObject(record.EnumerateObject().Where(member => ContentMembers.Contains(member.Name, StringComparer.Ordinal)).Select(member => (member.Name, member.Value)), buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private void Each(string stage, int times, Action<int> run)
    {
        GC.Collect();
        var from = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            run(i);
        }

        Note(stage, Stopwatch.GetElapsedTime(from).TotalSeconds, times);
    }

    private void Note(string stage, double seconds, int records)
    {
        if (!_micros.TryGetValue(stage, out var all))
        {
            _micros[stage] = all = [];
        }

        all.Add(seconds * 1e6 / records);
    }
}
