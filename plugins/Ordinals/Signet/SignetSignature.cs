using System.Buffers.Binary;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Signet;

/// <summary>Checks that a signet block is signed by those who may (BIP325): on signet, work alone shows nothing.</summary>
internal static class SignetSignature
{
    private const byte Return = 0x6a, SigHashAll = 1;

    /// <summary>Says what is wrong with a block's signature; null when it is good, and on a network without.</summary>
    public static string? Flaw(Network network, Block block)
    {
        if (network.Challenge is not { } challenge || block.Header.Hash == network.Genesis) return null;
        if (Multisig.TryRead(challenge) is not { } keys) return $"the challenge of {network.Name} is of a kind that is not checked here";
        if (SignetSolution.Find(block) is not { } solution) return "it carries no signature of signet's";
        if (solution.HasWitness) return "its signature of signet's has a witness, and the challenge takes none";
        return keys.IsSatisfied(solution.ScriptSig, SigHash(block.Header, solution.Root, challenge))
            ? null
            : "its signature of signet's is not by the keys that may sign";
    }

    /// <summary>What is signed: the virtual transaction that spends the challenge, hashed as before segwit.</summary>
    private static Hash256 SigHash(BlockHeader header, Hash256 root, ReadOnlyMemory<byte> challenge)
    {
        var data = new byte[72];
        BinaryPrimitives.WriteUInt32LittleEndian(data, header.Version);
        header.Previous.CopyTo(data.AsSpan(4));
        root.CopyTo(data.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(68), header.Time);
        var toSpend = Virtual(new(Hash256.Zero, uint.MaxValue), new byte[] { 0, (byte)data.Length }.Concat(data).ToArray(), challenge);
        var toSign = Virtual(new(Hash256.DoubleSha256(toSpend), 0), challenge, new byte[] { Return });
        return Hash256.DoubleSha256([.. toSign, SigHashAll, 0, 0, 0]);
    }

    private static ReadOnlySpan<byte> Virtual(OutPoint previous, ReadOnlyMemory<byte> scriptSig, ReadOnlyMemory<byte> output) =>
        TransactionWriter.Write(
            new()
            {
                Version = 0,
                Inputs = [new(previous, scriptSig, 0)],
                Outputs = [new(0, output)],
                LockTime = 0,
                Raw = default,
                StrippedSize = 0,
            },
            witness: false);
}
