using GoatHost.Plugins.Ordinals.Headers;

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
            return StepVerdict.Absent($"block {header.Hash} carries proof of work, and no chain of headers to it was given");
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
        return standing.IsProven ? StepVerdict.Ok(standing.Describe()) : StepVerdict.Absent(standing.Describe());
    }
}
