using System.Text;

namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>An envelope read as fields and body, with its place in the transaction.</summary>
internal sealed record Inscription
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private ReadOnlyMemory<byte>? _body;

    public required InscriptionId Id { get; init; }

    /// <summary>Index of the input whose witness holds it.</summary>
    public required int Input { get; init; }

    /// <summary>Its number among the envelopes of that input.</summary>
    public required int Offset { get; init; }

    /// <summary>The fields in the order they were pushed, surplus and unknown ones included.</summary>
    public required IReadOnlyList<Field> Fields { get; init; }

    /// <summary>The content as stored; null when there is no body, which is not the same as an empty one.</summary>
    // A bare null here would become an empty body: arrays convert to memory, and null is an array.
    public ReadOnlyMemory<byte>? Body => BodyParts is null ? default(ReadOnlyMemory<byte>?) : _body ??= InscriptionReader.Join(BodyParts);

    /// <summary>The pushes that the content was cut into; null when there is no body.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>>? BodyParts { get; init; }

    public required bool DuplicateField { get; init; }

    public required bool IncompleteField { get; init; }

    public required bool UnrecognizedEvenField { get; init; }

    public required bool PushNumber { get; init; }

    public required bool Stutter { get; init; }

    public string? ContentType => Text(Tag.ContentType);

    public string? Metaprotocol => Text(Tag.Metaprotocol);

    /// <summary>An HTTP content coding (<c>br</c>, <c>gzip</c>); length and hashes are those of the stored bytes.</summary>
    public string? ContentEncoding => Text(Tag.ContentEncoding);

    public ReadOnlyMemory<byte>? Metadata => Joined(Tag.Metadata);

    public ReadOnlyMemory<byte>? Properties => Joined(Tag.Properties);

    /// <summary>The offset it asks to be placed at; null without the field, or when it is no 64-bit number.</summary>
    public ulong? Pointer
    {
        get
        {
            if (First(Tag.Pointer) is not { } value || value.Span[Math.Min(8, value.Length)..].ContainsAnyExcept((byte)0)) return null;
            ulong number = 0;
            for (var i = Math.Min(8, value.Length) - 1; i >= 0; i--) number = (number << 8) | value.Span[i];
            return number;
        }
    }

    /// <summary>The parents it claims. A claim proves nothing.</summary>
    public IReadOnlyList<InscriptionId> Parents =>
        [.. All(Tag.Parent).Select(value => InscriptionId.TryDecode(value.Span, out var id) ? id : (InscriptionId?)null).OfType<InscriptionId>()];

    /// <summary>The inscription whose content ord shows in place of this one's.</summary>
    public InscriptionId? Delegate => First(Tag.Delegate) is { } value && InscriptionId.TryDecode(value.Span, out var id) ? id : null;

    /// <summary>The first curse that this transaction alone shows, in ord's order; others need the whole index.</summary>
    public Curse? StaticCurse => this switch
    {
        { UnrecognizedEvenField: true } => Curse.UnrecognizedEvenField,
        { DuplicateField: true } => Curse.DuplicateField,
        { IncompleteField: true } => Curse.IncompleteField,
        { Input: not 0 } => Curse.NotInFirstInput,
        { Offset: not 0 } => Curse.NotAtOffsetZero,
        _ when First(Tag.Pointer) is not null => Curse.Pointer,
        { PushNumber: true } => Curse.Pushnum,
        { Stutter: true } => Curse.Stutter,
        _ => null,
    };

    /// <summary>The value of a field that is read once; what is pushed again stays behind.</summary>
    public ReadOnlyMemory<byte>? First(Tag tag) => All(tag).Select(value => (ReadOnlyMemory<byte>?)value).FirstOrDefault();

    private IEnumerable<ReadOnlyMemory<byte>> All(Tag tag) => Fields.Where(field => field.Is(tag)).Select(field => field.Value);

    private ReadOnlyMemory<byte>? Joined(Tag tag) =>
        All(tag).ToArray() is { Length: > 0 } parts ? InscriptionReader.Join(parts) : default(ReadOnlyMemory<byte>?);

    private string? Text(Tag tag)
    {
        if (First(tag) is not { } value) return null;
        try
        {
            return Utf8.GetString(value.Span);
        }
        catch (DecoderFallbackException)
        {
            return null; // Not text, so it says nothing; the field itself is still there.
        }
    }
}
