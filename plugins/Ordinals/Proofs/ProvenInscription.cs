using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>An inscription with what was proven of it, and what was not.</summary>
internal sealed record ProvenInscription(Inscription Inscription, IReadOnlyList<Proof> Proofs)
{
    /// <summary>The content as stored.</summary>
    public Content ToContent()
    {
        if (Inscription.Body is { } body) return new(Inscription.ContentType, body, Proofs) { Metaprotocol = Inscription.Metaprotocol };
        var instead = Inscription.Delegate is { } target ? $" it delegates to {target}, so name that one" : " there is nothing to read";
        throw new GoatException($"Inscription {Inscription.Id} has no content of its own;{instead}.");
    }
}
