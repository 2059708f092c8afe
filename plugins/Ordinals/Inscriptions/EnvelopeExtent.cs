namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>An envelope where it lies in its script, read as far as nothing has to be made of it.</summary>
/// <param name="Start">Its first push, behind <c>OP_FALSE OP_IF "ord"</c>.</param>
/// <param name="Fields">How many pairs of tag and value it begins with.</param>
/// <param name="Body">The first push of its body; -1 without one.</param>
/// <param name="BodyParts">How many pushes the body was cut into.</param>
internal readonly record struct EnvelopeExtent(int Start, int Fields, int Body, int BodyParts)
{
    /// <summary>Index of the input whose witness holds it.</summary>
    public int Input { get; init; }

    /// <summary>Its number among the envelopes of that input.</summary>
    public int Offset { get; init; }

    public bool HasBody => Body >= 0;

    public bool DuplicateField { get; init; }

    public bool IncompleteField { get; init; }

    public bool UnrecognizedEvenField { get; init; }

    /// <summary>A number opcode stood where data belongs.</summary>
    public bool PushNumber { get; init; }

    /// <summary>A failed attempt before it ended in another empty push.</summary>
    public bool Stutter { get; init; }
}
