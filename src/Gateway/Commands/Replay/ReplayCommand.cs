using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Sqlite;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Commands.Replay;

internal sealed record ReplayRequest(string Adapter, string In, string Out, string Events, string Encoding);

/// <summary>
/// A recorded stream through the very same preparing, judging and keeping as over HTTP, at its recorded times and in a store in memory: verdicts
/// and cases as files, nothing kept.
/// </summary>
internal static class ReplayCommand
{
    // Events that are judged in one transaction; any number gives the same verdicts.
    private const int GroupSize = 256;

    // A product warning that recorded streams know nothing of.
    private static readonly string[] NotPrinted = [RuleBook.LegalRepresentativeMissing.Id];

    public static int Run(ReplayRequest request)
    {
        var paths = new Paths(Directory.GetCurrentDirectory(), DemoFile.Settings());
        var directory = new SampleDirectory(request.In);
        var departments = DepartmentFolders.LoadOne(paths.Departments, request.Adapter, request.In);
        var mapping = departments.Find(request.Adapter)!;
        var clock = new HallClock(TimeProvider.System);
        var rules = GatewayHost.Rules(paths, directory.Matters(), OneWindowProfile.Load(Path.Combine(paths.Data, "platforms", "one-window")).Widths());
        using var sealer = new Sealer(DataKeys.Ephemeral());
        using var session = SqliteDatabase.InMemory();
        var cases = 0L;
        var parts = new ConfigurationParts(rules, departments, []);
        var configuration = new Configuration(parts, session.ConfigId(parts.Fingerprint, 0), DateTimeOffset.UnixEpoch);
        var hall = new Hall(configuration, HallSettings.SampleDivision, new Platforms([]), sealer, clock, () => ++cases);
        var stream = new Replayed(request.Adapter, mapping, hall, new RecordPreparer(rules, sealer, clock, TimeProvider.System), session, new CaseCache());

        Directory.CreateDirectory(request.Out);
        using (var verdicts = new StreamWriter(Path.Combine(request.Out, "verdicts.jsonl"), append: false, Utf8))
        {
            foreach (var group in directory.Events(request.Events, System.Text.Encoding.GetEncoding(request.Encoding)).Chunk(GroupSize))
            {
                foreach (var (seq, result) in stream.Play(group))
                {
                    verdicts.Write(Line(seq, result));
                    verdicts.Write('\n');
                }
            }
        }

        var written = ReplayedCases.Write(Path.Combine(request.Out, "cases.jsonl"), stream, mapping, rules.Calendar, cases);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stream.Events} 条事件，{written} 个办件 → {request.Out}"));
        return 0;
    }

    private static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false);

    private static string Line(int seq, RecordResult result)
    {
        IEnumerable<string> rules = result.Verdict switch
        {
            Verdict.Duplicate => ["key.repeated"],
            Verdict.Conflict => ["key.conflict"],
            Verdict.Accepted => result.Warnings.Select(finding => finding.Rule).Except(NotPrinted, StringComparer.Ordinal),
            _ => result.Errors.Select(finding => finding.Rule).Take(1),
        };
        return JsonSerializer.Serialize(new { seq, verdict = result.Verdict.Word(), rules }, Plain);
    }

    private static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
