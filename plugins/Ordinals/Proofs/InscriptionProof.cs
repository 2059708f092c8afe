using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Proves an inscription from evidence alone, or refuses it with a sentence that names the flaw.</summary>
internal static class InscriptionProof
{
    public static ProvenInscription Prove(InscriptionId id, RevealEvidence evidence)
    {
        if (evidence.Reveal.TxId != id.TxId) throw Refused(id, $"the transaction that was given for it hashes to {evidence.Reveal.TxId}");
        var judge = new RevealJudge(evidence);
        if (judge.Flaw is { } flaw) throw Refused(id, flaw.Reason);
        if (id.Index >= (uint)judge.Inscriptions.Count)
        {
            var held = judge.Inscriptions.Count switch { 0 => "no inscription", 1 => "i0 alone", var count => $"i0 to i{count - 1}" };
            throw new GoatException($"There is no inscription {id}: its transaction holds {held}.");
        }
        var inscription = judge.Inscriptions[(int)id.Index];
        return new(inscription, judge.Judge(inscription));
    }

    public static RefusedException Refused(InscriptionId id, string flaw) => new($"Inscription {id} is refused: {flaw}.");
}
