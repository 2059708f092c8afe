namespace GoatHost.Engine.Plugins.Guards;

/// <summary>The guard's own verdict on a call, before it becomes a sentence.</summary>
internal sealed class GuardException(string reason) : Exception(reason);
