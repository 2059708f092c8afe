using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Proves that the leaves which hold envelopes are those that the spent outputs committed to.</summary>
/// <remarks>The txid leaves the witness out, so without this anyone could put other bytes into the same transaction.</remarks>
internal static class ScriptPathProof
{
    public static Proof Prove(InscriptionId id, RevealEvidence evidence, IReadOnlyList<Inscription> inscriptions)
    {
        Proof? own = null;
        // An envelope that was invented in an earlier input would renumber the rest, so every input with one is checked.
        foreach (var input in inscriptions.Select(inscription => inscription.Input).Distinct())
        {
            var proof = Prove(id, evidence, input);
            if (id.Index < (uint)inscriptions.Count && inscriptions[(int)id.Index].Input == input) own = proof;
        }
        return own ?? new("script path", false, "there is no such envelope");
    }

    private static Proof Prove(InscriptionId id, RevealEvidence evidence, int input)
    {
        var spent = evidence.Reveal.Inputs[input];
        if (!evidence.Funding.TryGetValue(spent.Previous, out var funding))
        {
            return new("script path", false, $"the output {spent.Previous} that input {input} spends could not be read");
        }
        var script = OutputScript(id, spent.Previous, funding);
        if (script is null) return new("script path", false, $"the node kept no script for {spent.Previous}, which input {input} spends");
        var check = ScriptPath.Check(script.Value.Span, spent.Witness);
        if (check.Verdict is ScriptPathVerdict.NotTaproot)
        {
            return new(
                "script path",
                false,
                $"input {input} spends {spent.Previous}, which is not Taproot and commits to no leaf; "
                + "only the witness commitment fixes these bytes");
        }
        if (check.Verdict is not ScriptPathVerdict.Ok)
        {
            throw InscriptionProof.Refused(
                id, $"the witness of input {input} was not committed to by output {spent.Previous}: {Flaw(check.Verdict)}");
        }
        var only = check.Depth == 0
            ? "the only leaf there is"
            : $"one of several leaves, {check.Depth} steps deep";
        var key = Convert.ToHexStringLower(script.Value.Span[2..]);
        return funding.Commit is null
            ? new(
                "script path",
                false,
                $"the leaf in input {input} opens {key}, the script that the node keeps for {spent.Previous}; "
                + "its transaction could not be read to check that")
            : new("script path", true, $"the leaf in input {input} opens {key}, the key of output {spent.Previous}; it is {only}");
    }

    private static ReadOnlyMemory<byte>? OutputScript(InscriptionId id, OutPoint previous, Funding funding)
    {
        if (funding.Commit is not { } commit) return funding.Script;
        if (commit.TxId != previous.TxId)
        {
            throw InscriptionProof.Refused(
                id, $"the commit transaction that was given hashes to {commit.TxId}, and the reveal spends {previous.TxId}");
        }
        if (previous.Index >= (uint)commit.Outputs.Count)
        {
            throw InscriptionProof.Refused(id, $"its commit transaction {commit.TxId} has no output {previous.Index}");
        }
        return commit.Outputs[(int)previous.Index].Script;
    }

    private static string Flaw(ScriptPathVerdict verdict) => verdict switch
    {
        ScriptPathVerdict.KeyPath => "the output was spent by its key, so the bytes in the witness are no leaf",
        ScriptPathVerdict.ControlBlockLength => "the control block has a length that none has",
        ScriptPathVerdict.InternalKeyNotOnCurve => "the internal key is not on the curve",
        ScriptPathVerdict.TweakOutOfRange => "the tweak is out of range",
        ScriptPathVerdict.ParityMismatch => "the parity bit of the control block is wrong",
        _ => "the leaf leads to another output key",
    };
}
