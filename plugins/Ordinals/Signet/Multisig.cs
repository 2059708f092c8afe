using GoatHost.Plugins.Ordinals.Script;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Signet;

/// <summary>A script that so many of its keys must sign: <c>m key… n OP_CHECKMULTISIG</c>.</summary>
internal sealed record Multisig(int Required, IReadOnlyList<ReadOnlyMemory<byte>> Keys)
{
    private const byte CheckMultisig = 0xae, SigHashAll = 1;
    private const int KeyLength = 33;

    public static Multisig? TryRead(ReadOnlyMemory<byte> script)
    {
        var reader = new ScriptReader(script);
        var keys = new List<ReadOnlyMemory<byte>>();
        if (!reader.TryNext(out var first) || first.Opcode is < Opcodes.One or > Opcodes.Sixteen) return null;
        Instruction instruction;
        while (reader.TryNext(out instruction) && instruction.Data.Length == KeyLength) keys.Add(instruction.Data);
        var required = first.Opcode - Opcodes.One + 1;
        if (instruction.Opcode - Opcodes.One + 1 != keys.Count || keys.Count == 0 || required > keys.Count) return null;
        return reader.TryNext(out var last) && last.Opcode == CheckMultisig && !reader.TryNext(out _) ? new(required, keys) : null;
    }

    /// <summary>Whether a script unlocks it: an empty push (BIP147), then the signatures in the order of the keys.</summary>
    public bool IsSatisfied(ReadOnlyMemory<byte> scriptSig, Hash256 hash)
    {
        var reader = new ScriptReader(scriptSig);
        var signatures = new List<ReadOnlyMemory<byte>>();
        if (!reader.TryNext(out var dummy) || !dummy.IsEmptyPush) return false;
        while (reader.TryNext(out var instruction))
        {
            if (!instruction.IsPush || signatures.Count == Required) return false;
            signatures.Add(instruction.Data);
        }
        if (signatures.Count != Required || !ScriptReader.IsWhole(scriptSig.Span)) return false;
        var next = 0;
        foreach (var key in Keys)
        {
            if (next < Required && IsSigned(key, signatures[next], hash)) next++;
        }
        return next == Required;
    }

    private static bool IsSigned(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> signature, Hash256 hash) =>
        signature is { IsEmpty: false } && signature.Span[^1] == SigHashAll && Ecdsa.Verify(key.Span, hash.ToBytes(), signature.Span[..^1]);
}
