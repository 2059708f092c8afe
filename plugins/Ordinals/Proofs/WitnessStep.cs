using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Whether the block's coinbase commits to the very witnesses that were read (BIP141, "Commitment structure").</summary>
internal static class WitnessStep
{
    private const string Unread = "the whole block was not read: another leaf or an envelope left out of an earlier input would not show";

    public static StepVerdict Judge(RevealEvidence evidence) => evidence switch
    {
        { Block: { } block, Header: { } header } => Judge(block, header),
        { Witness: { } witness, Header: { } header, Branch: { } branch } => Judge(evidence.Reveal, witness, header, branch),
        _ => StepVerdict.Absent(Unread),
    };

    private static StepVerdict Judge(Block block, BlockHeader header)
    {
        var flaw = BlockCheck.RootFlaw(block) ?? WitnessCommitment.Flaw(block);
        if (flaw is not null || block.Header != header)
        {
            return StepVerdict.Refused($"its block {header.Hash} is not whole: {flaw ?? "another block was given for it"}");
        }
        return WitnessCommitment.Find(block.Transactions[0]) is { } committed
            ? StepVerdict.Ok($"all {block.Transactions.Count} witnesses of the block hash to the coinbase's {committed}, which fixes the bytes and the index")
            : StepVerdict.Refused($"the coinbase of block {header.Hash} commits to no witness");
    }

    private static StepVerdict Judge(Transaction reveal, WitnessBranch witness, BlockHeader header, MerkleBranch branch)
    {
        var coinbase = witness.Coinbase;
        if (!coinbase.IsCoinbase || coinbase.StrippedSize == BlockCheck.AmbiguousSize)
        {
            return StepVerdict.Refused($"transaction {coinbase.TxId}, given as the coinbase of block {header.Hash}, is none");
        }
        // The tree of wtxids has the shape of the tree of txids, and the coinbase's own depth shows that shape.
        if (witness.CoinbaseSiblings.Count != branch.Siblings.Count || witness.Siblings.Count != branch.Siblings.Count)
        {
            return StepVerdict.Refused("the paths of its transaction, its witness and the coinbase are not equally long");
        }
        if (new MerkleBranch(0, witness.CoinbaseSiblings, branch.Count).Flaw(coinbase.TxId, header.MerkleRoot) is { } flaw)
        {
            return StepVerdict.Refused($"the coinbase's Merkle path to block {header.Hash} does not hold: {flaw}");
        }
        if (WitnessCommitment.Find(coinbase) is not { } committed)
        {
            return StepVerdict.Refused($"the coinbase of block {header.Hash} commits to no witness");
        }
        if (coinbase.Inputs[0].Witness is not [{ Length: Hash256.Size } nonce])
        {
            return StepVerdict.Refused($"the coinbase of block {header.Hash} lacks the 32-byte witness nonce");
        }
        if (new MerkleBranch(branch.Position, witness.Siblings, branch.Count).Climb(reveal.WTxId, out var root) is { } shape)
        {
            return StepVerdict.Refused($"the path of its witness does not hold: {shape}");
        }
        return Hash256.Join(root, new(nonce.Span)) == committed
            ? StepVerdict.Ok($"its witness is one of those that hash to the coinbase's {committed}, which fixes the bytes and the index")
            : StepVerdict.Refused($"its witness does not lead to {committed}, which the coinbase of block {header.Hash} commits to");
    }
}
