using GoatHost.Plugins.Ordinals.Script;

namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>What every envelope shows in the raw bytes of a block: <c>OP_IF</c>, then a push of "ord" in any of the forms that a push has.</summary>
internal static class EnvelopeMark
{
    private static ReadOnlySpan<byte> Protocol => "ord"u8;

    /// <summary>Where the first mark stands, or -1. Without one there is no envelope; with one there may be.</summary>
    public static int IndexOf(ReadOnlySpan<byte> bytes)
    {
        for (var from = 0; bytes[from..].IndexOf(Protocol) is >= 0 and var next; from += next + Protocol.Length)
        {
            if (IsPushed(bytes[..(from + next)])) return from + next;
        }
        return -1;
    }

    private static bool IsPushed(ReadOnlySpan<byte> before) => before is
        [.., Opcodes.If, 3]
        or [.., Opcodes.If, Opcodes.PushData1, 3]
        or [.., Opcodes.If, Opcodes.PushData2, 3, 0]
        or [.., Opcodes.If, Opcodes.PushData4, 3, 0, 0, 0];
}
