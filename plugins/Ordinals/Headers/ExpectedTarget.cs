using System.Numerics;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>The target that a network's rules ask of the next block.</summary>
internal sealed class ExpectedTarget(Network network, HeaderTable table)
{
    private const int Interval = 2016;
    private const long Spacing = 600, Timespan = Interval * Spacing;

    /// <summary>Says why a header on top of a parent may not have its bits, or null when it may.</summary>
    public string? Flaw(int parent, uint time, uint bits)
    {
        var height = table[parent].Height + 1;
        if (Bits(parent, time) is { } expected)
        {
            return bits == expected
                ? null
                : $"its target is {bits:x8}, and the rules of {network.Name} ask for {expected:x8} at height {height}";
        }
        // The period's first block is below where this chain of headers begins; the most that its time can do is known all the same.
        return IsWithinClamp(table[parent].Bits, bits)
            ? null
            : $"its target {bits:x8} at height {height} is further from {table[parent].Bits:x8} than one change of the difficulty can be";
    }

    private uint? Bits(int parent, uint time)
    {
        ref readonly var last = ref table[parent];
        return network.Rule switch
        {
            DifficultyRule.Constant => network.LimitBits,
            _ when (last.Height + 1) % Interval == 0 => Retarget(parent),
            DifficultyRule.Retarget => last.Bits,
            _ when time > last.Time + 2 * Spacing => network.LimitBits,
            _ => LastRealBits(parent),
        };
    }

    private uint? Retarget(int parent)
    {
        var first = parent;
        for (var steps = Interval - 1; steps > 0 && first >= 0; steps--) first = table[first].Parent;
        if (first < 0) return null;
        // BIP94 measures from the period's first block, whose target no easy block can have spoiled.
        var basis = network.Rule == DifficultyRule.RetargetFromFirst ? table[first].Bits : table[parent].Bits;
        if (!CompactTarget.TryRead(basis, out var target)) return null;
        return Rounded(target * Math.Clamp((long)table[parent].Time - table[first].Time, Timespan / 4, Timespan * 4) / Timespan);
    }

    private uint? LastRealBits(int parent)
    {
        var place = parent;
        while (table[place].Bits == network.LimitBits && table[place].Height % Interval != 0)
        {
            if (table[place].Parent < 0) return null;
            place = table[place].Parent;
        }
        return table[place].Bits;
    }

    private bool IsWithinClamp(uint before, uint bits)
    {
        // Where easy blocks are allowed, the one before shows nothing.
        if (network.Rule != DifficultyRule.Retarget) return true;
        return CompactTarget.TryRead(before, out var target) && CompactTarget.TryRead(bits, out var next)
            && CompactTarget.TryRead(Rounded(target / 4), out var least) && CompactTarget.TryRead(Rounded(target * 4), out var most)
            && next >= least && next <= most;
    }

    private uint Rounded(BigInteger target)
    {
        CompactTarget.TryRead(network.LimitBits, out var limit);
        return CompactTarget.Write(target > limit ? limit : target);
    }
}
