using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>An inscription with what was proven of it, and what was not.</summary>
/// <param name="Inscription">What its envelope says.</param>
/// <param name="Verdict">Step by step, and in all.</param>
internal sealed record ProvenInscription(Inscription Inscription, Verdict Verdict)
{
    /// <summary>The road it was read by, for people.</summary>
    public string? Road { get; init; }

    /// <summary>What was shown of the parents it claims.</summary>
    public IReadOnlyList<Proof> Parents { get; init; } = [];

    public IReadOnlyList<Proof> Proofs => [.. VerdictText.Proofs(Inscription, Verdict, Road), .. Parents];

    /// <summary>The content as stored.</summary>
    public Content ToContent()
    {
        if (Inscription.Body is { } body) return new(Inscription.ContentType, body, Proofs) { Metaprotocol = Inscription.Metaprotocol };
        var instead = Inscription.Delegate is { } target ? $" it delegates to {target}, so name that one" : " there is nothing to read";
        throw new GoatException($"Inscription {Inscription.Id} has no content of its own;{instead}.");
    }
}
