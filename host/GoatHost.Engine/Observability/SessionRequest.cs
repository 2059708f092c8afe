using System.Diagnostics;
using System.Diagnostics.Metrics;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Observability;

/// <summary>One request to a model, from the queue to its last token.</summary>
internal sealed class SessionRequest : IDisposable
{
    private static readonly UpDownCounter<int> Queue =
        Telemetry.Meter.CreateUpDownCounter<int>("goat.session.queue", "{request}", "Requests that wait for their first token");

    private static readonly UpDownCounter<int> Active =
        Telemetry.Meter.CreateUpDownCounter<int>("goat.session.active", "{request}", "Requests that are being answered or wait for it");

    private static readonly Histogram<double> QueueTimes =
        Telemetry.Meter.CreateHistogram<double>("goat.session.queue.duration", "s", "How long a request waited for its turn");

    private static readonly Histogram<double> TokenTimes =
        Telemetry.Meter.CreateHistogram<double>("goat.session.token.duration", "s", "Mean time of a token of an answer, after the first");

    private static readonly Counter<double> Compute =
        Telemetry.Meter.CreateCounter<double>("goat.session.compute", "s", "Time spent on prompts and on drawing tokens");

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
        Active.Add(1, _model);
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
        Tokens.Add(end.CachedTokens, _model, new("kind", "cached"));
        Tokens.Add(end.GeneratedTokens, _model, new("kind", "generated"));
        Compute.Add(Math.Max(0, (end.PromptTime - end.QueueTime).TotalSeconds), _model, new("kind", "prompt"));
        Compute.Add(end.GenerationTime.TotalSeconds, _model, new("kind", "generated"));
        QueueTimes.Record(end.QueueTime.TotalSeconds, _model);
        if (end.GeneratedTokens > 1) TokenTimes.Record(end.GenerationTime.TotalSeconds / (end.GeneratedTokens - 1), _model);
        _activity?.SetTag("tokens.prompt", end.PromptTokens).SetTag("tokens.generated", end.GeneratedTokens);
    }

    public void Done() => _outcome = Outcomes.Ok;

    public void Failed(Exception exception) => _outcome = Outcomes.Of(exception);

    public void Dispose()
    {
        LeaveQueue();
        Active.Add(-1, _model);
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
