using System.Text.Json.Serialization;
using GoatHost.Abstractions;

namespace GoatHost.Control;

/// <summary>A line of an answer that comes bit by bit.</summary>
[JsonDerivedType(typeof(LoadingEvent), "loading")]
[JsonDerivedType(typeof(LoadedEvent), "loaded")]
[JsonDerivedType(typeof(DeltaEvent), "delta")]
[JsonDerivedType(typeof(SyncEvent), "sync")]
[JsonDerivedType(typeof(PulledEvent), "pulled")]
[JsonDerivedType(typeof(FailedEvent), "failed")]
[JsonDerivedType(typeof(DoneEvent), "done")]
internal abstract record ControlEvent;

internal sealed record LoadingEvent(double Portion) : ControlEvent;

internal sealed record LoadedEvent(SessionLimits Limits) : ControlEvent;

internal sealed record DeltaEvent(Delta Delta) : ControlEvent;

internal sealed record SyncEvent(SyncNews News) : ControlEvent;

/// <param name="Model">The name under which the model is here now.</param>
internal sealed record PulledEvent(string Model) : ControlEvent;

/// <summary>It failed; nothing follows.</summary>
internal sealed record FailedEvent(ControlFailure Failure) : ControlEvent;

/// <summary>All has been said: an answer without it was cut off.</summary>
internal sealed record DoneEvent : ControlEvent;
