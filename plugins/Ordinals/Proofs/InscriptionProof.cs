using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Proves an inscription from evidence alone, or refuses it with a sentence that names the flaw.</summary>
internal static class InscriptionProof
{
    public static ProvenInscription Prove(InscriptionId id, RevealEvidence evidence)
    {
        if (evidence.Reveal.TxId != id.TxId) throw Refused(id, $"the transaction that was given for it hashes to {evidence.Reveal.TxId}");
        var merkle = Merkle(id, evidence);
        var headers = Headers(id, evidence);
        var commitment = Commitment(id, evidence);
        var inscriptions = InscriptionReader.Read(evidence.Reveal);
        var paths = ScriptPathProof.Prove(id, evidence, inscriptions);
        if (id.Index >= (uint)inscriptions.Count)
        {
            var held = inscriptions.Count switch { 0 => "no inscription", 1 => "i0 alone", var count => $"i0 to i{count - 1}" };
            throw new GoatException($"There is no inscription {id}: its transaction holds {held}.");
        }
        var inscription = inscriptions[(int)id.Index];
        return new(inscription, [Envelope(inscription), paths, merkle, headers, commitment, Author()]);
    }

    public static RefusedException Refused(InscriptionId id, string flaw) => new($"Inscription {id} is refused: {flaw}.");

    private static Proof Envelope(Inscription inscription)
    {
        var content = inscription switch
        {
            { Body: null, Delegate: { } target } => $"no body, content delegated to {target}",
            { Body: null } => "no body",
            { Body: { } body } => $"{body.Length} bytes of {ShownText.Of(inscription.ContentType, "no stated type")}",
        };
        var encoding = inscription.ContentEncoding is { } coding ? $", stored in content-encoding {ShownText.Of(coding, "unknown")}" : "";
        var curse = inscription.StaticCurse is { } why ? $", counted by ord as cursed or vindicated ({Words(why)})" : "";
        return new(
            "envelope",
            true,
            $"input {inscription.Input}, envelope {inscription.Offset} there: {content}{encoding}{curse}");
    }

    private static Proof Merkle(InscriptionId id, RevealEvidence evidence)
    {
        // CVE-2017-12842: such a transaction could as well be two nodes of the tree.
        if (evidence.Reveal.StrippedSize == BlockCheck.AmbiguousSize)
        {
            throw Refused(id, "its transaction is 64 bytes long, as an inner node of a Merkle tree is");
        }
        if (evidence.Branch.Flaw(id.TxId, evidence.Header.MerkleRoot) is { } flaw)
        {
            throw Refused(id, $"its Merkle path to block {evidence.Header.Hash} does not hold: {flaw}");
        }
        var (position, count) = (evidence.Branch.Position, evidence.Branch.Count);
        var of = count is { } known ? $" of {known}" : "";
        return new(
            "Merkle path",
            true,
            $"transaction {position}{of} in block {evidence.Header.Hash}, {evidence.Branch.Siblings.Count} steps below its root");
    }

    private static Proof Headers(InscriptionId id, RevealEvidence evidence)
    {
        var header = evidence.Header;
        if (CompactTarget.WorkFlaw(header.Hash, header.Bits, evidence.Network.LimitBits, out _) is { } flaw)
        {
            throw Refused(id, $"the header of its block is not one of {evidence.Network.Name}: {flaw}");
        }
        if (evidence.Standing is not { } standing)
        {
            return new("headers", false, $"block {header.Hash} carries proof of work, and no chain of headers to it was given");
        }
        if (standing.Block != header.Hash) throw Refused(id, $"the headers lead to block {standing.Block}, and it is in {header.Hash}");
        if (!standing.Active)
        {
            throw Refused(
                id,
                $"it is only in block {header.Hash}, a stale block at height {standing.Height} that the chain has left; "
                + "wait until it is mined again, or name another");
        }
        return new("headers", standing.IsProven, standing.Describe());
    }

    private static Proof Commitment(InscriptionId id, RevealEvidence evidence)
    {
        if (evidence.Block is not { } block)
        {
            return new(
                "witness commitment",
                false,
                "the whole block was not read: another leaf or an envelope left out of an earlier input would not show");
        }
        var flaw = BlockCheck.RootFlaw(block) ?? WitnessCommitment.Flaw(block);
        if (flaw is not null || block.Header != evidence.Header)
        {
            throw Refused(id, $"its block {evidence.Header.Hash} is not whole: {flaw ?? "another block was given for it"}");
        }
        if (WitnessCommitment.Find(block.Transactions[0]) is not { } committed)
        {
            throw Refused(id, $"the coinbase of block {evidence.Header.Hash} commits to no witness");
        }
        return new(
            "witness commitment",
            true,
            $"all {block.Transactions.Count} witnesses of the block hash to the coinbase's {committed}, "
            + $"which fixes the bytes and the index i{id.Index}");
    }

    private static string Words(Curse curse) => curse switch
    {
        Curse.UnrecognizedEvenField => "an unknown even field",
        Curse.DuplicateField => "a field given twice",
        Curse.IncompleteField => "a field without a value",
        Curse.NotInFirstInput => "not in the first input",
        Curse.NotAtOffsetZero => "not the first in its input",
        Curse.Pointer => "a pointer",
        Curse.Pushnum => "a number opcode among its data",
        _ => "a stutter before it",
    };

    private static Proof Author() => new("author", false, "who made it is not shown: anyone may inscribe anything");
}
