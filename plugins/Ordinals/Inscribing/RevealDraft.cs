using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>A reveal before there is a commit: its script and key are fixed, and so are its size and its fee.</summary>
/// <remarks>A child spends its parent's coin first and gives it back first: sats go first in, first out, so every one stays.</remarks>
internal sealed class RevealDraft
{
    private const uint Version = 2;

    // Signals that the fee may be raised (BIP125), as Bitcoin Core's wallet does.
    private const uint Sequence = 0xfffffffd;

    private readonly HeldParent? _parent;
    private readonly ReadOnlyMemory<byte> _destination;

    public RevealDraft(SecretKey key, InscribedContent content, HeldParent? parent, ReadOnlyMemory<byte> destination, decimal feeRate)
    {
        (Key, _parent, _destination) = (key, parent, destination);
        Output = new(key, EnvelopeWriter.Write(key.PublicKey, content, parent?.Id));
        var sized = Build(new(Hash256.Zero, 0), new byte[SecretKey.SignatureSize], new byte[parent?.WitnessSize ?? 0]);
        Weight = Fees.Weight(sized.StrippedSize, sized.Raw.Length);
        Fee = Fees.Of(Fees.VirtualSize(Weight), feeRate);
    }

    public SecretKey Key { get; }

    /// <summary>The output that the commit must have.</summary>
    public TaprootOutput Output { get; }

    /// <summary>What the commit must put there.</summary>
    public ulong Value => Fees.Postage + Fee;

    public ulong Fee { get; }

    /// <summary>At most what the reveal will weigh.</summary>
    public int Weight { get; }

    /// <summary>The reveal of a commit that was made, signed for the inscription. A parent's coin is its wallet's to sign.</summary>
    public Transaction Sign(OutPoint commit)
    {
        var unsigned = Build(commit, new byte[SecretKey.SignatureSize], null);
        var hash = SignatureHash.Of(unsigned, Spent, unsigned.Inputs.Count - 1, Output.LeafHash);
        return Build(commit, Key.Sign(hash), null);
    }

    /// <summary>The outputs that the reveal spends, in the order of its inputs.</summary>
    public IReadOnlyList<TransactionOutput> Spent => _parent is null
        ? [new(Value, Output.Script)]
        : [_parent.Output, new(Value, Output.Script)];

    /// <summary>Refuses what no node would pass on, before anything is made.</summary>
    public static void CheckWeight(InscribedContent content, InscriptionId? parent)
    {
        var coin = parent is { } id ? HeldParent.Heaviest(id) : null;
        var draft = new RevealDraft(SecretKey.Generate(), content, coin, new byte[34], 1);
        if (draft.Weight <= Fees.MaximumWeight) return;
        throw new GoatException(
            $"Inscribing {content} failed: the reveal would weigh {draft.Weight} units, and nodes pass on no more than "
            + $"{Fees.MaximumWeight}; make the file smaller, or inscribe a manifest that points to it.");
    }

    private Transaction Build(OutPoint commit, byte[] signature, byte[]? parentWitness)
    {
        var inputs = new List<TransactionInput>();
        var outputs = new List<TransactionOutput>();
        if (_parent is not null)
        {
            inputs.Add(new(_parent.Coin, default, Sequence) { Witness = parentWitness is null ? [] : [parentWitness] });
            outputs.Add(_parent.Output);
        }
        inputs.Add(new(commit, default, Sequence) { Witness = [signature, Output.Leaf, Output.ControlBlock] });
        outputs.Add(new(Fees.Postage, _destination));
        return Transaction.Build(Version, inputs, outputs);
    }
}
