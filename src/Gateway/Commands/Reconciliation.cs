using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapper;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Commands;

/// <summary>One sum that must hold.</summary>
/// <param name="What">In Chinese.</param>
/// <param name="Least">What it must at least be.</param>
/// <param name="Most">What it may at most be: more than <paramref name="Least"/> while outcomes are unknown.</param>
internal sealed record Sum(string What, long Value, long Least, long Most)
{
    public bool Holds => Value >= Least && Value <= Most;

    public static Sum Equal(string what, long value, long expected) => new(what, value, expected, expected);
}

/// <summary>The counts of a store and whether they add up. Counts rows one by one: the counters that are kept on the way are what is checked.</summary>
internal sealed class Reconciliation
{
    public required IReadOnlyDictionary<string, long> Records { get; init; }

    public required IReadOnlyDictionary<string, long> Deliveries { get; init; }

    /// <summary>What the platform must hold and may hold, by table.</summary>
    public required IReadOnlyDictionary<string, TableRows> Rows { get; init; }

    /// <summary>The platform's own counts by table; null where it was not asked or gives none.</summary>
    public required IReadOnlyDictionary<string, long>? Platform { get; init; }

    public required IReadOnlyList<Sum> Sums { get; init; }

    /// <summary>0: all adds up. 1: something does not. 2: the platform could not be asked.</summary>
    public int ExitCode => !Sums.All(sum => sum.Holds) ? 1 : Platform is null && Rows.Count > 0 ? 2 : 0;

    public static async Task<Reconciliation> OfAsync(ReadConnection store, GatewaySettings settings, CancellationToken cancellationToken)
    {
        var reader = store.Connection;

        // While the gateway is at work: what is confirmed before the platform is asked it must have, and what it has is in a later snapshot of ours,
        // at the least as sent.
        var before = TableRows.Of(reader);
        var platform = settings.Platforms.OneWindow.Enabled ? await CountsAsync(settings.Platforms.OneWindow, cancellationToken) : null;

        // One snapshot for all counts.
        reader.Execute(store.Dialect.BeginSnapshot);
        var records = reader.Query<(long State, long Count)>("SELECT state, count(*) FROM record GROUP BY state").ToDictionary(row => ((RecordState)row.State).Word(), row => row.Count);
        var deliveries = reader.Query<(string Platform, long State, long Count)>("SELECT platform, state, count(*) FROM delivery GROUP BY platform, state").ToList();
        var rows = TableRows.Of(reader);
        IReadOnlyList<Sum> kept = [.. KeptSums(reader, records), .. DeliverySums(reader, deliveries, records.GetValueOrDefault("taken"))];
        reader.Execute("ROLLBACK");
        return new Reconciliation
        {
            Records = records,
            Deliveries = deliveries.GroupBy(row => ((DeliveryState)row.State).Word(), StringComparer.Ordinal).ToDictionary(state => state.Key, state => state.Sum(row => row.Count)),
            Rows = rows,
            Platform = platform,
            Sums = [.. kept, .. platform is null ? [] : rows.Keys.Union(platform.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(table => AtPlatform(table, before, rows, platform))],
        };
    }

    // Every record is in exactly one state, and whoever else remembers that state says the same.
    private static IEnumerable<Sum> KeptSums(DbConnection reader, Dictionary<string, long> records)
    {
        var counters = Counters.Read(reader, "record.");
        return
        [
            .. Enum.GetValues<RecordState>().Select(state => Sum.Equal($"记录计数器 {state.Word()}", counters.GetValueOrDefault(state.Word()), records.GetValueOrDefault(state.Word()))),
            Sum.Equal("记录总数 = 各状态之和", counters.Values.Sum(), records.Values.Sum()),
            Sum.Equal("状态与主键登记不一致的记录", Count(reader, "SELECT count(*) FROM record_key JOIN record ON record.id = record_key.record_id WHERE record.state <> record_key.state"), 0),
            Sum.Equal("等待受理的登记数 = 等待的记录数", Count(reader, "SELECT count(*) FROM unplaced WHERE kind <> 'case.accepted'"), records.GetValueOrDefault("parked")),
        ];
    }

    // For each taken record and platform exactly one delivery; what is not taken any more goes nowhere.
    private static IEnumerable<Sum> DeliverySums(DbConnection reader, List<(string Platform, long State, long Count)> deliveries, long taken)
    {
        var ofTaken = reader.Query<(string Platform, long Count)>(
            "SELECT platform, count(DISTINCT record_id) FROM delivery JOIN record ON record.id = delivery.record_id WHERE record.state = @taken GROUP BY platform", new { taken = RecordState.Taken })
            .ToDictionary(row => row.Platform, row => row.Count);
        var goesOn = Count(
            reader,
            "SELECT count(*) FROM delivery JOIN record ON record.id = delivery.record_id WHERE record.state <> @taken AND delivery.state <> @superseded",
            new { taken = RecordState.Taken, superseded = DeliveryState.Superseded });
        return
        [
            Sum.Equal("不再有效的记录仍在报送", goesOn, 0),
            Sum.Equal("同一记录在同一平台的重复报送", Count(reader, "SELECT count(*) FROM (SELECT 1 FROM delivery GROUP BY platform, record_id HAVING count(*) > 1) AS twice"), 0),
            .. deliveries.Select(row => row.Platform).Distinct(StringComparer.Ordinal).SelectMany(platform => OfPlatform(platform)),
        ];

        IEnumerable<Sum> OfPlatform(string platform)
        {
            var counters = Counters.Read(reader, $"delivery.{platform}.");
            var states = deliveries.Where(row => row.Platform == platform).ToDictionary(row => (DeliveryState)row.State, row => row.Count);
            return
            [
                Sum.Equal($"{platform} 的报送数 = 已收下的记录数", ofTaken.GetValueOrDefault(platform), taken),
                .. Enum.GetValues<DeliveryState>().Select(state => Sum.Equal($"报送计数器 {platform} {state.Word()}", counters.GetValueOrDefault(state.Word()), states.GetValueOrDefault(state))),
            ];
        }
    }

    private static long Count(DbConnection reader, string sql, object? values = null) => reader.QuerySingle<long>(sql, values);

    /// <summary>A table for people.</summary>
    public string Table()
    {
        var text = new StringBuilder();
        text.AppendLine("对账 / reconciliation");
        Section(text, "记录 records", Records);
        Section(text, "报送 deliveries", Deliveries);
        text.AppendLine("  数据行 rows                            网关 ours   平台 theirs");
        foreach (var (table, ours) in Rows.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var theirs = Platform is null ? "?" : Platform.GetValueOrDefault(table).ToString(CultureInfo.InvariantCulture);
            text.AppendLine(CultureInfo.InvariantCulture, $"    {table,-32}{ours.Least,10}{(ours.Most > ours.Least ? $" +{ours.Most - ours.Least}?" : ""),-5}{theirs,10}");
        }

        foreach (var sum in Sums.Where(sum => !sum.Holds))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  不符 {sum.What}：{sum.Value}，应为 {(sum.Least == sum.Most ? sum.Least : $"{sum.Least} 至 {sum.Most}")}");
        }

        text.Append(ExitCode switch
        {
            0 => $"  全部相符：{Sums.Count} 项 / all {Sums.Count} sums hold",
            1 => "  有不符之处 / something does not add up",
            _ => "  未能取得平台的计数 / the platform's counts could not be had",
        });
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IReadOnlyDictionary<string, long> counts)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"  {title}");
        foreach (var (state, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {state,-32}{count,10}");
        }
    }

    // What was deleted while the platform was asked, it may have counted or not.
    private static Sum AtPlatform(string table, Dictionary<string, TableRows> before, Dictionary<string, TableRows> rows, IReadOnlyDictionary<string, long> platform)
    {
        var (first, last) = (before.GetValueOrDefault(table), rows.GetValueOrDefault(table));
        var meanwhile = (last?.Deletions ?? 0) - (first?.Deletions ?? 0);
        return new Sum($"平台的 {table} 行数", platform.GetValueOrDefault(table), (first?.Least ?? 0) - meanwhile, (last?.Most ?? 0) + meanwhile);
    }

    // The sample province gives counts; one that does not leaves the proof to its own people.
    private static async Task<IReadOnlyDictionary<string, long>?> CountsAsync(OneWindowSettings settings, CancellationToken cancellationToken)
    {
        using var http = PlatformPipeline.Open(settings, new SocketsHttpHandler(), TimeProvider.System);
        try
        {
            if (await new Courier(settings, http, TimeProvider.System).CountsAsync(cancellationToken) is not { } text)
            {
                return null;
            }

            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetProperty("custom").GetProperty("tables").EnumerateObject()
                .ToDictionary(table => table.Name, table => table.Value.GetProperty("live").GetInt64(), StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
