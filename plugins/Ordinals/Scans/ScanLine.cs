using System.Security.Cryptography;
using System.Text.Json.Serialization;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Locations;
using GoatHost.Plugins.Ordinals.Proofs;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>An inscription as <c>goat ordinals scan --json</c> writes it, one a line, so that others can compare.</summary>
internal sealed record ScanLine
{
    public required string Id { get; init; }

    public int? Height { get; init; }

    public string? Block { get; init; }

    public int? TxIndex { get; init; }

    public required int Input { get; init; }

    public required int Offset { get; init; }

    public required string? ContentType { get; init; }

    public required bool HasBody { get; init; }

    public required int? ContentLength { get; init; }

    /// <summary>Of the bytes as stored.</summary>
    public required string? ContentSha256 { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContentEncoding { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Metaprotocol { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? Pointer { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Delegate { get; init; }

    public required IReadOnlyList<string> ParentsClaimed { get; init; }

    public required bool DuplicateField { get; init; }

    public required bool IncompleteField { get; init; }

    public required bool UnrecognizedEvenField { get; init; }

    public required bool Pushnum { get; init; }

    public required bool Stutter { get; init; }

    /// <summary>The first curse that the transaction alone shows.</summary>
    public required string? StaticCurse { get; init; }

    /// <summary>L1 parsed, L2 committed, L3 witnessed.</summary>
    public required string Level { get; init; }

    public required string ScriptPath { get; init; }

    public required string Merkle { get; init; }

    public required string Header { get; init; }

    public required string Witness { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Confirmations { get; init; }

    /// <summary>What the whole chain shows; absent unless it was read from its first block.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Number { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Sequence { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Curse { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Cursed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Vindicated { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Reinscription { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Unbound { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Burned { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Lost { get; init; }

    /// <summary>The claimed parents that the reveal itself moves or makes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Parents { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LocationAtReveal { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LocationAtTip { get; init; }

    public static ScanLine Of(Inscription inscription, Verdict verdict) => new()
    {
        Id = inscription.Id.ToString(),
        Input = inscription.Input,
        Offset = inscription.Offset,
        ContentType = inscription.ContentType,
        HasBody = inscription.Body is not null,
        ContentLength = inscription.Body?.Length,
        ContentSha256 = inscription.Body is { } body ? Convert.ToHexStringLower(SHA256.HashData(body.Span)) : null,
        ContentEncoding = inscription.ContentEncoding,
        Metaprotocol = inscription.Metaprotocol,
        Pointer = inscription.Pointer,
        Delegate = inscription.Delegate?.ToString(),
        ParentsClaimed = Texts(inscription.Parents),
        DuplicateField = inscription.DuplicateField,
        IncompleteField = inscription.IncompleteField,
        UnrecognizedEvenField = inscription.UnrecognizedEvenField,
        Pushnum = inscription.PushNumber,
        Stutter = inscription.Stutter,
        StaticCurse = CurseName.Of(inscription.StaticCurse),
        Level = $"L{(int)verdict.Level}",
        ScriptPath = verdict.ScriptPath.ToString(),
        Merkle = verdict.Merkle.ToString(),
        Header = verdict.Header.ToString(),
        Witness = verdict.Witness.ToString(),
        Confirmations = verdict.Confirmations,
    };

    public ScanLine With(LocatedInscription located) => this with
    {
        Number = located.Number,
        Sequence = located.Sequence,
        Curse = CurseName.Of(located.Curse),
        Cursed = located.IsCursed,
        Vindicated = located.IsVindicated,
        Reinscription = located.IsReinscription,
        Unbound = located.IsUnbound,
        Burned = located.IsBurned,
        Lost = located.IsLost,
        Parents = Texts(located.Parents),
        LocationAtReveal = located.AtReveal.ToString(),
        LocationAtTip = located.Location.ToString(),
    };

    private static IReadOnlyList<string> Texts(IReadOnlyList<InscriptionId> ids) => [.. ids.Select(id => id.ToString())];
}
