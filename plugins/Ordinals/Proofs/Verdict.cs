namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>What the evidence shows of one inscription, step by step.</summary>
/// <param name="ScriptPath">The spent outputs committed to the leaves that hold envelopes (BIP341).</param>
/// <param name="Merkle">The transaction is in the block.</param>
/// <param name="Header">The block is in the chain with most work.</param>
/// <param name="Witness">The block's coinbase commits to these very witnesses (BIP141).</param>
internal sealed record Verdict(StepVerdict ScriptPath, StepVerdict Merkle, StepVerdict Header, StepVerdict Witness)
{
    /// <summary>Blocks from its own to the tip, where headers show it.</summary>
    public int? Confirmations { get; init; }

    /// <summary>Why a script path alone leaves room for other bytes or another number; null when it does not.</summary>
    public string? Doubt { get; init; }

    public ProofLevel Level => Flaw is not null || !Merkle.IsOk || !Header.IsOk ? ProofLevel.Parsed
        : Witness.IsOk ? ProofLevel.Witnessed
        : ScriptPath.IsOk ? ProofLevel.Committed
        : ProofLevel.Parsed;

    /// <summary>Whether nothing but a witness commitment could still settle which bytes, or which number, were meant.</summary>
    public bool NeedsWitness => Doubt is not null && !Witness.IsOk;

    /// <summary>The first step that was shown to be false, or null.</summary>
    public StepVerdict? Flaw
    {
        get
        {
            foreach (var step in (ReadOnlySpan<StepVerdict>)[Merkle, Header, Witness, ScriptPath])
            {
                if (step.IsRefused) return step;
            }
            return null;
        }
    }
}
