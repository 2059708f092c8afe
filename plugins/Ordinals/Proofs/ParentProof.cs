using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Locations;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Whether a claimed parent was spent by its child, in words.</summary>
internal static class ParentProof
{
    private const string Claim = "parent";

    public static Proof NotMet(InscriptionId parent, int followed) => new(
        Claim, false, $"it claims {parent}, and the coins that it spends, followed back over {followed} transactions, do not come from it");

    public static Proof NoPlace(InscriptionId parent) =>
        new(Claim, false, $"it claims {parent}, and which output that was inscribed on is not known");

    public static Proof Held(InscriptionId parent, SatPoint inscribed, int input, OutPoint spent) => new(
        Claim,
        true,
        inscribed.Coin == spent
            ? $"input {input} spends {spent}, the coin that {parent} was inscribed on"
            : $"input {input} spends {spent}, the coin that {parent} had come to from {inscribed.Coin}, on which it was inscribed");

    public static Proof Unknown(InscriptionId parent, string why) => new(Claim, false, $"it claims {parent}: {why}");
}
