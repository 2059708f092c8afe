using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Signet;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Whether the block is in the network's chain.</summary>
internal static class HeaderStep
{
    public static StepVerdict Judge(RevealEvidence evidence)
    {
        if (evidence.Header is not { } header) return StepVerdict.Absent("no block that holds it was given");
        if (CompactTarget.WorkFlaw(header.Hash, header.Bits, evidence.Network.LimitBits, out _) is { } flaw)
        {
            return StepVerdict.Refused($"the header of its block is not one of {evidence.Network.Name}: {flaw}");
        }
        if (evidence.Standing is not { } standing)
        {
            var why = evidence.NoStanding is { } reason ? $"its place in the chain is not shown: {reason}" : "no chain of headers to it was given";
            return StepVerdict.Absent($"block {header.Hash} carries proof of work, and {why}");
        }
        if (standing.Block != header.Hash)
        {
            return StepVerdict.Refused($"the headers lead to block {standing.Block}, and it is in {header.Hash}");
        }
        if (!standing.Active)
        {
            return StepVerdict.Refused(
                $"it is only in block {header.Hash}, a stale block at height {standing.Height} that the chain has left; "
                + "wait until it is mined again, or name another");
        }
        if (!standing.IsProven) return StepVerdict.Absent(standing.Describe());
        return evidence.Network.IsSigned ? Signed(evidence, standing.Describe()) : StepVerdict.Ok(standing.Describe());
    }

    /// <summary>Work is cheap on signet: what makes a block there is the signature in it (BIP325).</summary>
    private static StepVerdict Signed(RevealEvidence evidence, string linked)
    {
        if (evidence.Block is not { } block) return StepVerdict.Absent($"{linked}; without the whole block its signature of signet's cannot be checked");
        return SignetSignature.Flaw(evidence.Network, block) is { } flaw
            ? StepVerdict.Refused($"block {block.Header.Hash} is none of {evidence.Network.Name}: {flaw}")
            : StepVerdict.Ok($"{linked}; the block is signed as signet asks, and of the blocks around it only work and links were checked");
    }
}
