using System.Diagnostics;
using System.Diagnostics.Metrics;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Observability;

/// <summary>One request to a model, from the queue to its last token.</summary>
internal sealed class SessionRequest : IDisposable
{
    private static readonly UpDownCounter<int> Queue =
        Telemetry.Meter.CreateUpDownCounter<int>("goat.session.queue", "{request}", "Requests that wait for their first token");

    private static readonly Histogram<double> FirstToken =
        Telemetry.Meter.CreateHistogram<double>("goat.session.first_token", "s", "From a request to its first token");

    private static readonly Histogram<double> Durations =
        Telemetry.Meter.CreateHistogram<double>("goat.session.request.duration", "s", "From a request to its end");

    private static readonly Counter<long> Tokens = Telemetry.Meter.CreateCounter<long>("goat.session.tokens", "{token}", "Tokens read and drawn");

    private readonly KeyValuePair<string, object?> _model;
    private readonly Activity? _activity;
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private string _outcome = Outcomes.Cancelled; // what it is when the listener walks away
    private bool _waits = true;

    public SessionRequest(string model)
    {
        _model = new("model", model);
        _activity = Telemetry.Activities.StartActivity("generate")?.SetTag("model", model);
        Queue.Add(1, _model);
    }

    private double Seconds => TimeProvider.System.GetElapsedTime(_began).TotalSeconds;

    public void Hear(Delta delta)
    {
        if (_waits)
        {
            LeaveQueue();
            FirstToken.Record(Seconds, _model);
            _activity?.AddEvent(new ActivityEvent("first token"));
        }
        if (delta.End is not { } end) return;
        Tokens.Add(end.PromptTokens, _model, new("kind", "prompt"));
        Tokens.Add(end.GeneratedTokens, _model, new("kind", "generated"));
        _activity?.SetTag("tokens.prompt", end.PromptTokens).SetTag("tokens.generated", end.GeneratedTokens);
    }

    public void Done() => _outcome = Outcomes.Ok;

    public void Failed(Exception exception) => _outcome = Outcomes.Of(exception);

    public void Dispose()
    {
        LeaveQueue();
        Durations.Record(Seconds, _model, Outcomes.Tag(_outcome));
        Outcomes.End(_activity, _outcome);
    }

    private void LeaveQueue()
    {
        if (!_waits) return;
        _waits = false;
        Queue.Add(-1, _model);
    }
}
