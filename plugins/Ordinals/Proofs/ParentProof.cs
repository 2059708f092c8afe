using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Whether a claimed parent was spent by its child, as far as the coin that the parent was inscribed on shows it.</summary>
internal static class ParentProof
{
    private const string Claim = "parent";

    /// <summary>The input that spends an output of the parent's own reveal, or -1.</summary>
    public static int SpendingInput(InscriptionId parent, Transaction child)
    {
        for (var i = 0; i < child.Inputs.Count; i++)
        {
            if (child.Inputs[i].Previous.TxId == parent.TxId) return i;
        }
        return -1;
    }

    public static Proof Unspent(InscriptionId parent) => new(
        Claim,
        false,
        $"it claims {parent}, and spends no output of the transaction that revealed it; where that coin went since is not followed");

    public static Proof Unknown(InscriptionId parent, string why) => new(Claim, false, $"it claims {parent}: {why}");

    public static Proof Judge(InscriptionId parent, Inscription inscription, RevealEvidence evidence, Transaction child)
    {
        if (ParentCoin.Output(inscription, evidence) is not { } output)
        {
            return new(Claim, false, $"it claims {parent}, and which output that was inscribed on is not known");
        }
        var place = new OutPoint(parent.TxId, (uint)output);
        for (var i = 0; i < child.Inputs.Count; i++)
        {
            if (child.Inputs[i].Previous == place) return new(Claim, true, $"input {i} spends {place}, the coin that {parent} was inscribed on");
        }
        return new(Claim, false, $"it claims {parent}, and does not spend {place}, the coin that was inscribed on");
    }
}
