using GoatHost.Engine.Observability;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GoatHost.Composition;

/// <summary>Sends meters and traces to an OpenTelemetry collector. It is there only when a person named one.</summary>
internal sealed class TelemetryExport : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _meters;

    // The exporter reads the OTEL_* variables itself: endpoint, protocol, headers, interval.
    private TelemetryExport(string version)
    {
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService("goat", serviceVersion: version))
            .AddSource(Telemetry.Name)
            .AddOtlpExporter()
            .Build();
        _meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("goat", serviceVersion: version))
            .AddMeter(Telemetry.Name)
            .AddOtlpExporter()
            .Build();
    }

    public static bool IsAskedFor(Func<string, string?> environment) => !string.IsNullOrWhiteSpace(environment(Endpoint));

    public static TelemetryExport Start() => new(typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3) ?? "");

    /// <summary>Sends what is left; a collector that does not answer delays the end by some seconds at most.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }
}
