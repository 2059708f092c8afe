using System.Buffers;
using GoatHost.Plugins.Ordinals.Curve;
using GoatHost.Plugins.Ordinals.Script;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>How a witness stands to the output it spends.</summary>
internal enum ScriptPathVerdict
{
    /// <summary>The revealed leaf is one that the output commits to.</summary>
    Ok,

    /// <summary>The output is not pay-to-taproot, so it commits to no leaf.</summary>
    NotTaproot,

    /// <summary>The witness spends by the key and reveals no leaf.</summary>
    KeyPath,

    /// <summary>The control block is not 33 + 32·m bytes with m at most 128.</summary>
    ControlBlockLength,

    /// <summary>The internal key is no point of the curve.</summary>
    InternalKeyNotOnCurve,

    /// <summary>The tweak is not below the order of the curve, or leads to infinity.</summary>
    TweakOutOfRange,

    /// <summary>The leaf leads to another output key: this is not what was committed to.</summary>
    OutputKeyMismatch,

    /// <summary>The output key fits but for its parity bit.</summary>
    ParityMismatch,
}

/// <summary>The outcome of a script-path check.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Depth">Steps from the leaf to the root; 0 means that the leaf is the only one there is.</param>
/// <param name="Leaf">The script that was revealed.</param>
internal readonly record struct ScriptPathCheck(ScriptPathVerdict Verdict, int Depth, ReadOnlyMemory<byte> Leaf);

/// <summary>Checks that a witness reveals a leaf which a Taproot output committed to (BIP341, "Script validation rules").</summary>
internal static class ScriptPath
{
    /// <summary>The leaves that BIP342 gives a meaning to.</summary>
    public const byte LeafVersion = 0xc0;

    private const int KeyLength = 32, ControlBase = 33, MaximumDepth = 128;

    public static bool IsTaproot(ReadOnlySpan<byte> script) => script.Length == 34 && script[0] == 0x51 && script[1] == KeyLength;

    public static ScriptPathCheck Check(ReadOnlySpan<byte> outputScript, IReadOnlyList<ReadOnlyMemory<byte>> witness)
    {
        if (!IsTaproot(outputScript)) return new(ScriptPathVerdict.NotTaproot, 0, default);
        var items = witness.Count - (WitnessScript.HasAnnex(witness) ? 1 : 0);
        if (items < 2) return new(ScriptPathVerdict.KeyPath, 0, default);
        var leaf = witness[items - 2];
        var control = witness[items - 1].Span;
        if (control.Length < ControlBase || (control.Length - ControlBase) % KeyLength != 0
            || control.Length > ControlBase + MaximumDepth * KeyLength)
        {
            return new(ScriptPathVerdict.ControlBlockLength, 0, leaf);
        }
        return new(Check(outputScript[2..], leaf.Span, control), (control.Length - ControlBase) / KeyLength, leaf);
    }

    private static ScriptPathVerdict Check(ReadOnlySpan<byte> outputKey, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> control)
    {
        var internalKey = control[1..ControlBase];
        if (!AffinePoint.TryLiftX(internalKey, out var point)) return ScriptPathVerdict.InternalKeyNotOnCurve;
        var node = LeafHash((byte)(control[0] & 0xfe), leaf);
        for (var at = ControlBase; at < control.Length; at += KeyLength)
        {
            var other = control.Slice(at, KeyLength);
            node = other.SequenceCompareTo(node) < 0 ? TaggedHash.Branch.Of(other, node) : TaggedHash.Branch.Of(node, other);
        }
        if (!Scalar.TryRead(TaggedHash.Tweak.Of(internalKey, node), out var tweak)) return ScriptPathVerdict.TweakOutOfRange;
        var output = Secp256k1.MultiplyGenerator(tweak) + point;
        if (output.IsInfinity) return ScriptPathVerdict.TweakOutOfRange;
        var (x, y) = output.ToAffine();
        if (!FieldElement.TryRead(outputKey, out var committed) || x != committed) return ScriptPathVerdict.OutputKeyMismatch;
        return y.IsEven == ((control[0] & 1) == 0) ? ScriptPathVerdict.Ok : ScriptPathVerdict.ParityMismatch;
    }

    public static byte[] LeafHash(byte version, ReadOnlySpan<byte> script)
    {
        var head = new ArrayBufferWriter<byte>(10);
        head.Write<byte>([version]);
        TransactionWriter.CompactSize(head, (ulong)script.Length);
        return TaggedHash.Leaf.Of(head.WrittenSpan, script);
    }
}
