using System.Globalization;
using System.Text;

namespace ServiceHall.Gateway.Telemetry;

/// <summary>
/// The Prometheus text format, version 0.0.4: families with their help and type once, the series of a family together, histograms cumulative with
/// <c>+Inf</c>, a sum and a count.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();

        // Two instruments whose names come to the same would make one family twice: the first stays.
        foreach (var family in families.DistinctBy(family => family.Name, StringComparer.Ordinal).OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Type).Append('\n');
            foreach (var series in family.Series)
            {
                Write(text, family.Name, series);
            }
        }

        return text.ToString();
    }

    /// <summary>A metric's name: letters, digits and underscores, its unit behind it, and <c>_total</c> behind a counter.</summary>
    /// <param name="instrument">The instrument's name, with dots.</param>
    /// <param name="unit">Its UCUM unit; what stands in braces counts things and is no unit.</param>
    /// <param name="isCounter">Whether it only grows.</param>
    public static string NameOf(string instrument, string? unit, bool isCounter)
    {
        var suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "1" => "_ratio",
            _ => "",
        };
        var name = Clean(instrument);
        name = name.EndsWith(suffix, StringComparison.Ordinal) ? name : name + suffix;
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>Labels as they are written, in the order of their names; empty where there are none.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            labels.TryAdd(Clean(key), Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        return string.Join(',', labels.Select(label => $"{label.Key}=\"{Escaped(label.Value)}\""));
    }

    private static void Write(StringBuilder text, string name, MetricSeries series)
    {
        if (series.Buckets is null)
        {
            Line(text, name, series.Labels, series.Value);
            return;
        }

        var below = 0L;
        foreach (var (bound, count) in series.Buckets)
        {
            below += count;
            var le = $"le=\"{Number(bound)}\"";
            Line(text, name + "_bucket", series.Labels.Length == 0 ? le : $"{series.Labels},{le}", below);
        }

        Line(text, name + "_sum", series.Labels, series.Value);
        Line(text, name + "_count", series.Labels, below);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escaped(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Clean(string name)
    {
        var clean = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }
}

/// <summary>A metric with all its series.</summary>
/// <param name="Type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
internal sealed record MetricFamily(string Name, string Help, string Type, IReadOnlyList<MetricSeries> Series);

/// <summary>One line of a metric, or one histogram.</summary>
/// <param name="Labels">As <see cref="PrometheusText.Labels"/> writes them.</param>
/// <param name="Value">The value; of a histogram the sum.</param>
/// <param name="Buckets">Of a histogram: upper bounds, the last of them infinite, and how many fell between the one before and this.</param>
internal sealed record MetricSeries(string Labels, double Value, IReadOnlyList<(double Bound, long Count)>? Buckets = null);
