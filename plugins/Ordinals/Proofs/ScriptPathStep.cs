using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Whether the leaf in an input is one that the spent output committed to.</summary>
/// <remarks>The txid leaves the witness out, so without this anyone could put other bytes into the same transaction.</remarks>
/// <param name="Verdict">How it came out.</param>
/// <param name="Doubt">Why the same output could have been opened with other bytes, or null.</param>
internal readonly record struct ScriptPathStep(StepVerdict Verdict, string? Doubt)
{
    public static ScriptPathStep Judge(Transaction reveal, int input, Funding? funding)
    {
        var spent = reveal.Inputs[input];
        var previous = spent.Previous;
        if (funding is null) return new(StepVerdict.Absent($"the output {previous} that input {input} spends could not be read"), null);
        if (Flaw(previous, funding) is { } flaw) return new(StepVerdict.Refused(flaw), null);
        var script = funding.Commit is { } commit ? commit.Outputs[(int)previous.Index].Script : funding.Script;
        if (script is null) return new(StepVerdict.Absent($"the node kept no script for {previous}, which input {input} spends"), null);
        var check = ScriptPath.Check(script.Value.Span, spent.Witness);
        if (check.Verdict is ScriptPathVerdict.NotTaproot)
        {
            const string Uncommitted = "the output it spends is not Taproot and commits to no leaf";
            return new(StepVerdict.Absent($"input {input} spends {previous}, which is not Taproot and commits to no leaf"), Uncommitted);
        }
        if (check.Verdict is not ScriptPathVerdict.Ok)
        {
            return new(StepVerdict.Refused($"{Flaw(check.Verdict)}: the witness of input {input} was not committed to by output {previous}"), null);
        }
        var key = Convert.ToHexStringLower(script.Value.Span[2..]);
        var doubt = check.Depth == 0 ? null : $"its output committed to several leaves, of which it opens one {check.Depth} steps deep";
        if (funding.Commit is null)
        {
            return new(
                StepVerdict.Absent(
                    $"the leaf in input {input} opens {key}, the script that the node keeps for {previous}; "
                    + "its transaction could not be read to check that"),
                doubt);
        }
        var only = check.Depth == 0 ? "the only leaf there is" : $"one of several leaves, {check.Depth} steps deep";
        return new(StepVerdict.Ok($"the leaf in input {input} opens {key}, the key of output {previous}; it is {only}"), doubt);
    }

    private static string? Flaw(OutPoint previous, Funding funding)
    {
        if (funding.Commit is not { } commit) return null;
        if (commit.TxId != previous.TxId)
        {
            return $"the commit transaction that was given hashes to {commit.TxId}, and the reveal spends {previous.TxId}";
        }
        return previous.Index < (uint)commit.Outputs.Count
            ? null
            : $"its commit transaction {commit.TxId} has no output {previous.Index}";
    }

    /// <summary>The flaw by its name, and in words.</summary>
    private static string Flaw(ScriptPathVerdict verdict) => verdict switch
    {
        ScriptPathVerdict.KeyPath => "key path (the output was spent by its key, so the bytes in the witness are no leaf)",
        ScriptPathVerdict.ControlBlockLength => "control block length (no control block is that long)",
        ScriptPathVerdict.InternalKeyNotOnCurve => "internal key not on curve",
        ScriptPathVerdict.TweakOutOfRange => "tweak out of range",
        ScriptPathVerdict.ParityMismatch => "parity mismatch (the parity bit of the control block is wrong)",
        _ => "output key mismatch (the leaf leads to another output key)",
    };
}
