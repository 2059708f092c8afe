using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>A road does not lead to what was asked for, and never will: the next one is tried, and this one is none the worse.</summary>
internal sealed class RoadClosedException(string message) : GoatException(message);
