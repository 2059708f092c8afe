namespace GoatHost.Plugins.Ordinals.Chain.Peers.Wire;

/// <summary>One message: its command and what it carries.</summary>
internal readonly record struct Frame(string Command, ReadOnlyMemory<byte> Payload);
