namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>The pushes between <c>OP_FALSE OP_IF "ord"</c> and <c>OP_ENDIF</c>, not yet read as fields.</summary>
/// <param name="Payload">The pushes, in order.</param>
/// <param name="PushNumber">A number opcode stood where data belongs.</param>
/// <param name="Stutter">A failed attempt before it ended in another empty push.</param>
internal sealed record Envelope(List<ReadOnlyMemory<byte>> Payload, bool PushNumber, bool Stutter);
