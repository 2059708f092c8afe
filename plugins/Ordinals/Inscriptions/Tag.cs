namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>The fields that ord knows, by their one-byte tags. Tags compare as byte strings: <c>0x0100</c> is not tag 1.</summary>
internal enum Tag : byte
{
    ContentType = 1,
    Pointer = 2,
    Parent = 3,
    Metadata = 5,
    Metaprotocol = 7,
    ContentEncoding = 9,
    Delegate = 11,
    Rune = 13,
    Properties = 17,
    PropertyEncoding = 19,
}

/// <summary>A tag with its value, as pushed.</summary>
internal readonly record struct Field(ReadOnlyMemory<byte> Tag, ReadOnlyMemory<byte> Value)
{
    public bool Is(Tag tag) => Tag.Length == 1 && Tag.Span[0] == (byte)tag;
}

/// <summary>Why ord numbers an inscription below zero. A curse is never a reason to refuse the content.</summary>
internal enum Curse
{
    UnrecognizedEvenField,
    DuplicateField,
    IncompleteField,
    NotInFirstInput,
    NotAtOffsetZero,
    Pointer,
    Pushnum,
    Stutter,

    /// <summary>Its sat carried another already: only the whole index shows it.</summary>
    Reinscription,
}
