using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>What a header's bits mean: a target, and the work that meeting it shows. The same for a whole period, so it is kept.</summary>
internal sealed record Difficulty(uint Bits, Hash256 Target, UInt128 Work)
{
    /// <summary>Reads the bits; null with the reason when a network does not allow them.</summary>
    public static Difficulty? TryRead(uint bits, uint limitBits, out string? flaw)
    {
        flaw = null;
        if (!CompactTarget.TryRead(bits, out var target) || !CompactTarget.TryRead(limitBits, out var limit))
        {
            flaw = $"its target {bits:x8} is not a number above zero";
        }
        else if (target > limit) flaw = $"its target {bits:x8} is easier than the network's limit {limitBits:x8}";
        if (flaw is not null) return null;
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        bytes.Clear();
        target.TryWriteBytes(bytes, out _, isUnsigned: true);
        return new(bits, new(bytes), CompactTarget.Work(target));
    }

    /// <summary>Says why a hash does not carry this work, or null when it does.</summary>
    public string? Flaw(Hash256 hash) =>
        hash.CompareTo(Target) <= 0 ? null : $"its hash {hash} does not meet its target {Bits:x8}, so it carries no proof of work";
}
