using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Locations;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Where a reveal puts its inscription: on the first sat of its input, first in first out into the outputs.</summary>
internal static class ParentCoin
{
    /// <summary>The sat that the inscription is put on, or null when amounts that decide it are not known.</summary>
    public static SatPoint? Place(Inscription inscription, RevealEvidence evidence)
    {
        var outputs = evidence.Reveal.Outputs;
        UInt128 total = 0;
        foreach (var output in outputs) total += output.Value;
        if (inscription.UnrecognizedEvenField) return null;
        UInt128 offset;
        if (inscription.Pointer is { } pointer && pointer < total) offset = pointer;
        else if (InputOffset(inscription, evidence) is { } first) offset = first;
        else return null;
        for (var i = 0; i < outputs.Count; i++)
        {
            if (offset < outputs[i].Value) return new(new(inscription.Id.TxId, (uint)i), offset);
            offset -= outputs[i].Value;
        }
        return null;
    }

    private static UInt128? InputOffset(Inscription inscription, RevealEvidence evidence)
    {
        UInt128 offset = 0;
        for (var i = 0; i < inscription.Input; i++)
        {
            var previous = evidence.Reveal.Inputs[i].Previous;
            if (!evidence.Funding.TryGetValue(previous, out var funding) || funding.Commit is not { } commit
                || commit.TxId != previous.TxId)
            {
                return null;
            }
            if (previous.Index >= (uint)commit.Outputs.Count) return null;
            offset += commit.Outputs[(int)previous.Index].Value;
        }
        return offset;
    }
}
