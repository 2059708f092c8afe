using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Contents;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>An inscription with what was proven of it, and what was not.</summary>
/// <param name="Inscription">What its envelope says.</param>
/// <param name="Verdict">Step by step, and in all.</param>
internal sealed record ProvenInscription(Inscription Inscription, Verdict Verdict)
{
    /// <summary>The roads it was read by, for people.</summary>
    public string? Road { get; init; }

    /// <summary>What was shown of the parents it claims.</summary>
    public IReadOnlyList<ProvenParent> Parents { get; init; } = [];

    /// <summary>The inscription of which the content is shown in place of its own, proven likewise.</summary>
    public ProvenInscription? Delegated { get; init; }

    /// <summary>Why this is not proven enough for a model, or null.</summary>
    public string? Unproven { get; init; }

    public IReadOnlyList<Proof> Proofs =>
        [.. VerdictText.Proofs(Inscription, Verdict, Road), .. Parents.Select(parent => parent.Proof), .. Delegated is { } other ? VerdictText.OfDelegate(other) : []];

    /// <summary>A model that was read from it, with the collections it belongs to.</summary>
    public ModelDescription WithParents(ModelDescription model) =>
        model with { Parents = [.. Parents.Select(parent => new ModelParent(new(parent.Id.Reference), parent.Proof.Holds))] };

    /// <summary>The content that it stands for, decoded where it is stored in an encoding that is known.</summary>
    public Content ToContent()
    {
        var holder = Delegated?.Inscription ?? Inscription;
        var metadata = Inscription.Metadata is { } cbor ? CborJson.Write(cbor) : null;
        if (holder.Body is null && metadata is not null)
        {
            return new(null, default, [.. Proofs, new("content", false, "it has no content of its own, only metadata")])
            {
                Metaprotocol = Inscription.Metaprotocol,
                Metadata = metadata,
                Unproven = Unproven,
            };
        }
        if (holder.Body is null)
        {
            var instead = holder.Delegate is { } target
                ? $" it delegates to {target}, and a delegate is followed one step only"
                : " there is nothing to read";
            throw new GoatException($"Inscription {holder.Id} has no content of its own;{instead}.");
        }
        var content = InscriptionContent.Read(holder);
        return content with
        {
            Proofs = [.. Proofs, .. content.Proofs],
            Metaprotocol = Inscription.Metaprotocol ?? content.Metaprotocol,
            Metadata = metadata,
            Unproven = Unproven ?? Delegated?.Unproven,
        };
    }
}
