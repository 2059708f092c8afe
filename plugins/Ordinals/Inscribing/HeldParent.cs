using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>A parent and the coin that holds it now.</summary>
internal sealed record HeldParent(InscriptionId Id, OutPoint Coin, TransactionOutput Output)
{
    private const int KeyHashScript = 22;

    // A signature in DER with its type, a compressed key, and the length before the second of them.
    private const int KeyHashWitness = 72 + 33 + 1;

    /// <summary>At most how many bytes the wallet's signature takes, written as one item; null where that is not known.</summary>
    public int? WitnessSize => Output.Script.Span switch
    {
        var script when ScriptPath.IsTaproot(script) => SecretKey.SignatureSize,
        [0, KeyHashScript - 2, ..] and { Length: KeyHashScript } => KeyHashWitness,
        _ => null,
    };

    /// <summary>A coin that takes as much room as any.</summary>
    public static HeldParent Heaviest(InscriptionId id) =>
        new(id, default, new(0, (byte[])[0, KeyHashScript - 2, .. new byte[KeyHashScript - 2]]));
}
