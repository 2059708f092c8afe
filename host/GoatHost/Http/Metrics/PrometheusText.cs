using System.Globalization;
using System.Text;

namespace GoatHost.Http.Metrics;

/// <summary>Figures in Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new();

    public void Add(MetricFamily family)
    {
        var series = family.Series;
        if (series.Count == 0) return;
        var name = Name(family);
        Head(name, family.Description, family.Kind);
        foreach (var (labels, one) in series)
        {
            if (family.Kind == MetricKind.Histogram) Histogram(name, labels, one);
            else Line(name, labels, one.Value);
        }
    }

    public void Add(string name, MetricKind kind, string description, double value)
    {
        Head(name, description, kind);
        Line(name, "", value);
    }

    public override string ToString() => _text.ToString();

    /// <summary>Tags as labels: <c>model="m",kind="prompt"</c>.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (labels.Length > 0) labels.Append(',');
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            var escaped = Escape(text).Replace("\"", "\\\"", StringComparison.Ordinal);
            labels.Append(name.Replace('.', '_')).Append("=\"").Append(escaped).Append('"');
        }
        return labels.ToString();
    }

    private static string Name(MetricFamily family)
    {
        var unit = family.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "By/s" => "_bytes_per_second",
            _ => "", // a count of something, which the name says
        };
        return family.Instrument.Replace('.', '_') + unit + (family.Kind == MetricKind.Counter ? "_total" : "");
    }

    private void Head(string name, string? description, MetricKind kind)
    {
        if (description is not null) _text.Append("# HELP ").Append(name).Append(' ').Append(Escape(description)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            _ => "histogram",
        }).Append('\n');
    }

    private void Histogram(string name, string labels, MetricSeries series)
    {
        var before = labels.Length > 0 ? labels + "," : "";
        foreach (var (bound, count) in series.Buckets) Line($"{name}_bucket", $"{before}le=\"{Number(bound)}\"", count);
        Line($"{name}_bucket", $"{before}le=\"+Inf\"", series.Count);
        Line($"{name}_sum", labels, series.Value);
        Line($"{name}_count", labels, series.Count);
    }

    private void Line(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0) _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
