using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>How much must be proven of an inscription before a model is made of it.</summary>
/// <param name="Level">The least level.</param>
/// <param name="Confirmations">The least number of blocks from its own to the tip.</param>
internal sealed record ProofPolicy(ProofLevel Level, int Confirmations)
{
    /// <summary>Blocks that may still be lost to a reorganisation are no place for a model on mainnet; elsewhere nothing is at stake.</summary>
    private const int OnMainnet = 3, Elsewhere = 1;

    public static ProofPolicy Of(OrdinalsSettings settings, Network network) =>
        new(settings.Level, settings.Confirmations ?? (network.Name == "mainnet" ? OnMainnet : Elsewhere));

    /// <summary>Why a verdict is not enough, in one sentence, or null when it is.</summary>
    public string? Unproven(InscriptionId id, Verdict verdict)
    {
        if (verdict.Level < Level)
        {
            var missing = Missing(verdict) is { } step ? $": {step.Reason}" : "";
            return $"Inscription {id} is only {VerdictText.Name(verdict.Level)}, and {VerdictText.Name(Level)} is asked of a model{missing}.";
        }
        if (Level > ProofLevel.Parsed && verdict.NeedsWitness)
        {
            return $"Inscription {id} is not certain: {verdict.Doubt}, and only its block's witness commitment (L3) would settle that.";
        }
        var count = verdict.Confirmations ?? 0;
        return count < Confirmations && Level > ProofLevel.Parsed
            ? $"Inscription {id} has {count} {(count == 1 ? "confirmation" : "confirmations")}, and {Confirmations} are asked of a model."
            : null;
    }

    private StepVerdict? Missing(Verdict verdict)
    {
        StepVerdict[] asked = Level == ProofLevel.Witnessed
            ? [verdict.Merkle, verdict.Header, verdict.Witness]
            : [verdict.Merkle, verdict.Header, verdict.ScriptPath];
        return asked.Where(step => !step.IsOk).Select(step => (StepVerdict?)step).FirstOrDefault();
    }
}
