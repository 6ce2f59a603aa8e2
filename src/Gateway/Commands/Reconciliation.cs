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

    /// <summary>Rows the platform confirmed and rows of unknown outcome, by table.</summary>
    public required IReadOnlyDictionary<string, (long Taken, long Unknown)> Rows { get; init; }

    /// <summary>The platform's own counts by table; null where it was not asked or gives none.</summary>
    public required IReadOnlyDictionary<string, long>? Platform { get; init; }

    public required IReadOnlyList<Sum> Sums { get; init; }

    /// <summary>0: all adds up. 1: something does not. 2: the platform could not be asked.</summary>
    public int ExitCode => !Sums.All(sum => sum.Holds) ? 1 : Platform is null && Rows.Count > 0 ? 2 : 0;

    public static async Task<Reconciliation> OfAsync(DbConnection reader, GatewaySettings settings, CancellationToken cancellationToken)
    {
        // While the gateway is at work: what is confirmed before the platform is asked it must have, and what it has is in a later snapshot of ours,
        // at the least as sent.
        var confirmed = RowsOf(reader);
        var platform = settings.Platforms.OneWindow.Enabled ? await CountsAsync(settings.Platforms.OneWindow, cancellationToken) : null;

        // One snapshot for all counts. (The provider's own transactions begin by writing.)
        reader.Execute("BEGIN DEFERRED");
        var records = Read(reader, "SELECT state, count(*) FROM record GROUP BY state").ToDictionary(pair => ((RecordState)pair.Key).Word(), pair => pair.Value);
        var deliveries = Read(reader, "SELECT state, count(*) FROM delivery GROUP BY state").ToDictionary(pair => ((DeliveryState)pair.Key).Word(), pair => pair.Value);
        var perPlatform = reader.Query<(string Platform, long Count)>("SELECT platform, count(*) FROM delivery GROUP BY platform").ToDictionary(pair => pair.Platform, pair => pair.Count);
        var rows = RowsOf(reader);
        var counters = reader.Query<(string Name, long Value)>("SELECT name, sum(value) FROM counter GROUP BY name").ToDictionary(pair => pair.Name, pair => pair.Value);
        reader.Execute("ROLLBACK TRANSACTION");
        return new Reconciliation
        {
            Records = records,
            Deliveries = deliveries,
            Rows = rows,
            Platform = platform,
            Sums =
            [
                .. records.Select(pair => Sum.Equal($"记录计数器 {pair.Key}", counters.GetValueOrDefault($"record.{pair.Key}"), pair.Value)),
                Sum.Equal("记录总数 = 各状态之和", counters.Where(pair => pair.Key.StartsWith("record.", StringComparison.Ordinal)).Sum(pair => pair.Value), records.Values.Sum()),
                .. perPlatform.Select(pair => Sum.Equal($"{pair.Key} 的报送数 = 已收下的记录数", pair.Value, records.GetValueOrDefault("taken"))),
                .. perPlatform.Keys.SelectMany(name => deliveries.Select(pair => Sum.Equal($"报送计数器 {name} {pair.Key}", counters.GetValueOrDefault($"delivery.{name}.{pair.Key}"), pair.Value))),
                .. platform is null ? [] : rows.Keys.Union(platform.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(table => AtPlatform(table, confirmed, rows, platform)),
            ],
        };
    }

    /// <summary>A table for people.</summary>
    public string Table()
    {
        var text = new StringBuilder();
        text.AppendLine("对账 / reconciliation");
        Section(text, "记录 records", Records);
        Section(text, "报送 deliveries", Deliveries);
        text.AppendLine("  数据行 rows                            网关 ours   平台 theirs");
        foreach (var (table, (taken, unknown)) in Rows.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var theirs = Platform is null ? "?" : Platform.GetValueOrDefault(table).ToString(CultureInfo.InvariantCulture);
            text.AppendLine(CultureInfo.InvariantCulture, $"    {table,-32}{taken,10}{(unknown > 0 ? $" +{unknown}?" : ""),-5}{theirs,10}");
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

    private static Sum AtPlatform(
        string table, IReadOnlyDictionary<string, (long Taken, long Unknown)> confirmed, IReadOnlyDictionary<string, (long Taken, long Unknown)> rows, IReadOnlyDictionary<string, long> platform)
    {
        var (taken, unknown) = rows.GetValueOrDefault(table);
        return new Sum($"平台的 {table} 行数", platform.GetValueOrDefault(table), confirmed.GetValueOrDefault(table).Taken, taken + unknown);
    }

    private static IEnumerable<KeyValuePair<int, long>> Read(DbConnection reader, string sql) => reader.Query<(long State, long Count)>(sql).Select(pair => KeyValuePair.Create((int)pair.State, pair.Count));

    private static Dictionary<string, (long Taken, long Unknown)> RowsOf(DbConnection reader)
    {
        var counts = new Dictionary<string, (long Taken, long Unknown)>(StringComparer.Ordinal);
        foreach (var row in reader.Query<string>("SELECT rows FROM delivery WHERE rows IS NOT NULL", buffered: false).SelectMany(RowState.Read))
        {
            var (taken, unknown) = counts.GetValueOrDefault(row.Table);
            counts[row.Table] = row.State switch
            {
                RowState.Taken => (taken + 1, unknown),
                RowState.Sent => (taken, unknown + 1),
                _ => (taken, unknown),
            };
        }

        return counts;
    }

    // The sample province gives counts; one that does not leaves the proof to its own people.
    private static async Task<IReadOnlyDictionary<string, long>?> CountsAsync(OneWindowSettings settings, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
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
