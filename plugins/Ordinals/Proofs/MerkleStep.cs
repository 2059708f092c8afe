using GoatHost.Plugins.Ordinals.Blocks;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Whether the transaction is in the block.</summary>
internal static class MerkleStep
{
    public static StepVerdict Judge(RevealEvidence evidence)
    {
        if (evidence.Header is not { } header || evidence.Branch is not { } branch) return StepVerdict.Absent("no block that holds it was given");
        // CVE-2017-12842: such a transaction could as well be two nodes of the tree.
        if (evidence.Reveal.StrippedSize == BlockCheck.AmbiguousSize)
        {
            return StepVerdict.Refused("its transaction is 64 bytes long, as an inner node of a Merkle tree is");
        }
        if (branch.Flaw(evidence.Reveal.TxId, header.MerkleRoot) is { } flaw)
        {
            return StepVerdict.Refused($"its Merkle path to block {header.Hash} does not hold: {flaw}");
        }
        var of = branch.Count is { } known ? $" of {known}" : "";
        return StepVerdict.Ok($"transaction {branch.Position}{of} in block {header.Hash}, {branch.Siblings.Count} steps below its root");
    }
}
